import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { CellSummary } from './summary.ts';

/** A row of a suite's table: a size, and where the suite varies something else, one value of that. */
export interface Row {
  readonly title: string;
  readonly sizeBytes: number;
  readonly parameter: number | null;
}

export function rowsOf({ sizesBytes, parameter }: Pick<SuiteInfo, 'sizesBytes' | 'parameter'>): Row[] {
  return sizesBytes.flatMap((sizeBytes) =>
    (parameter?.values ?? [null]).map((value) => ({
      title: [
        sizeBytes > 0 ? formatSize(sizeBytes) : 'any size',
        ...(value !== null && parameter ? [`${value} ${parameter.name}`] : []),
      ].join(', '),
      sizeBytes,
      parameter: value,
    })),
  );
}

/** A transport's cell in a row, which may not have been reached; controls are not bound by the parameter. */
export function cellOf(
  cells: readonly CellSummary[],
  { sizeBytes, parameter }: Pick<Row, 'sizeBytes' | 'parameter'>,
  { name, role }: Pick<TransportInfo, 'name' | 'role'>,
): CellSummary | undefined {
  const own = role === 'transport' ? parameter : null;
  return cells.find(
    (cell) => cell.transport === name && cell.sizeBytes === sizeBytes && cell.parameter === own,
  );
}

/** Why a row has no cell of a transport. */
export function whyNoCell({ sizeBytes }: Pick<Row, 'sizeBytes'>, transport: TransportInfo): string {
  return (transport.sizesBytes?.includes(sizeBytes) ?? true) ? 'not reached' : 'not asked';
}
