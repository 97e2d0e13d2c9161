import { valuesFor } from '../schema/ids.ts';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { CellSummary } from './summary.ts';

/** A place in a table: a transport at a size and, if the suite has a parameter, at one value of the parameter. */
export interface Place {
  readonly transport: TransportInfo;
  readonly sizeBytes: number;
  readonly parameter: number | null;
  /** `undefined` if the cell was not reached, or not requested at this size. */
  readonly cell: CellSummary | undefined;
}

/** A suite's table for one engine. */
export interface SuiteTable {
  readonly corner: string;
  readonly columns: readonly { readonly title: string; readonly isControl: boolean }[];
  readonly rows: readonly { readonly title: string; readonly places: readonly Place[] }[];
}

/** Rivals are columns, with a row per size. Transports that are not rivals have a row for each of their sizes. */
export function tableOf(suite: SuiteInfo, cells: readonly CellSummary[]): SuiteTable {
  const transports = suite.transports.filter(({ role }) => role !== 'twin');
  return suite.areRivals ? sizesDown(suite, transports, cells) : transportsDown(suite, transports, cells);
}

function sizesDown(
  suite: SuiteInfo,
  transports: readonly TransportInfo[],
  cells: readonly CellSummary[],
): SuiteTable {
  return {
    corner: 'size',
    columns: transports.map(({ name, role }) => ({ title: name, isControl: role === 'control' })),
    rows: keysOf(suite).map(({ sizeBytes, parameter }) => ({
      title: [...sizeInWords(sizeBytes), ...parameterInWords(suite, parameter)].join(', ') || 'any size',
      places: transports.map((transport) => placeOf(suite, cells, { transport, sizeBytes, parameter })),
    })),
  };
}

function transportsDown(
  suite: SuiteInfo,
  transports: readonly TransportInfo[],
  cells: readonly CellSummary[],
): SuiteTable {
  const places = transports.flatMap((transport) =>
    keysOf(suite)
      .filter(({ sizeBytes }) => isAsked(sizeBytes, transport))
      .map((key) => placeOf(suite, cells, { transport, ...key })),
  );
  return {
    corner: 'transport',
    columns: [{ title: suite.figure.title, isControl: false }],
    rows: places.map((place) => {
      const { transport, sizeBytes, parameter } = place;
      const words = [...sizeInWords(sizeBytes), ...parameterInWords(suite, parameter)];
      return {
        title: [transport.name, ...words].join(', '),
        places: [place],
      };
    }),
  };
}

function keysOf({ sizesBytes, parameter }: SuiteInfo): Pick<Place, 'sizeBytes' | 'parameter'>[] {
  return sizesBytes.flatMap((sizeBytes) =>
    (parameter?.values ?? [null]).map((value) => ({ sizeBytes, parameter: value })),
  );
}

function sizeInWords(sizeBytes: number): string[] {
  return sizeBytes > 0 ? [formatSize(sizeBytes)] : [];
}

function parameterInWords({ parameter }: SuiteInfo, value: number | null): string[] {
  return value !== null && parameter ? [formatParameter(parameter, value)] : [];
}

/**
 * `"10,000 records"`, `"1 record"`, `"1 byte a character"`: the name is that of several. `"latency at 60 frames per second"`: at a given
 * rate, the time is how late a frame is.
 */
export function formatParameter({ name, kind }: NonNullable<SuiteInfo['parameter']>, value: number): string {
  const noun = value === 1 ? name.replace(/^(\w+)s\b/, '$1') : name;
  return `${kind === 'rate' ? 'latency at ' : ''}${value.toLocaleString('en-US')} ${noun}`;
}

function placeOf(suite: SuiteInfo, cells: readonly CellSummary[], key: Omit<Place, 'cell'>): Place {
  const { transport, sizeBytes, parameter } = key;
  const own = valuesFor(suite, transport.role).includes(parameter) ? parameter : null;
  const cell = cells.find(
    (one) => one.transport === transport.name && one.sizeBytes === sizeBytes && one.parameter === own,
  );
  return { ...key, cell };
}

function isAsked(sizeBytes: number, { sizesBytes }: TransportInfo): boolean {
  return sizesBytes?.includes(sizeBytes) ?? true;
}

/** Why a place has no cell. */
export function whyNoCell({ sizeBytes, transport }: Place): string {
  return isAsked(sizeBytes, transport) ? 'not reached' : 'not requested';
}
