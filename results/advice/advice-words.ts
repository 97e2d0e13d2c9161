import { formatDuration, inWords } from '../findings/format.ts';
import { cellId } from '../schema/ids.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { LITTLE, SAME_WITHIN } from '../statistics/estimate.ts';
import {
  doesMoreThanMessages,
  mainThreadEstimateMs,
  type Reading,
  readingOf,
} from '../summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';
import { type Advice, keepsUp, type Option } from './adviser.ts';

type Advised = Extract<Advice, { kind: 'advice' }>;

/** What the adviser says first: the method to take, and what that changes. */
export interface AdviceWords {
  /** Several where it is undecided which of them is faster; none where nothing was measured. */
  readonly names: readonly string[];
  /** `"Transfer"`, `"Transfer or share"` */
  readonly take: string;
  /** Whole sentences. */
  readonly why: string;
}

/** @param cells Of the engine. @param suite The suite of the advice, if there is one: its baseline is what the advice is compared with. */
export function adviceInWords(
  advice: Advice,
  perSecond: number,
  cells: readonly CellSummary[],
  suite: Pick<SuiteInfo, 'baseline' | 'answers' | 'work'> | undefined,
): AdviceWords {
  if (advice.kind === 'not measured')
    return { names: [], take: 'Not measured', why: sentence(advice.reason) };
  const { take, orPerhaps, options, ruledOut } = advice;
  const baseline = suite?.baseline ?? null;
  const names = [...orPerhaps, take];
  const optionOf = (name: string) => options.find(({ transport }) => transport === name);
  const timeOf = (name: string) => optionOf(name)?.roundTripMs.value;
  // A part of what blocks the page would mislead in advice; the tables have it, and say what it is.
  const blockedMs = (name: string) =>
    suite && !doesMoreThanMessages(suite) ? mainThreadMsAt(advice, name, cells) : undefined;
  const isTooSlow = (name: string) => !keepsUp(optionOf(name) ?? { msPerSecond: 0 });
  const tooSlow = `too slow for ${perSecond} a second`;
  const areAllTooSlow = options.every(({ transport }) => isTooSlow(transport));
  const other = baseline === null || names.includes(baseline) ? null : baseline;
  const otherMs = other === null ? undefined : timeOf(other);
  const same = options.filter(({ standing }) => standing === 'the same').map(({ transport }) => transport);
  const others = options.filter(
    ({ transport }) => ![...names, ...same].includes(transport) && transport !== other,
  );
  return {
    names,
    take: capital(names.join(' or ')),
    why: [
      sentence(
        [
          names.flatMap((name) => rough(timeOf(name)) ?? []).join(' or ') +
            (other === null || otherMs === undefined
              ? ''
              : ` instead of ${rough(otherMs)} with ${other}${isTooSlow(other) && !areAllTooSlow ? `, which is ${tooSlow}` : ''}`),
          ...busyInWords(perSecond, names.map(blockedMs), {
            otherMs: other === null ? undefined : blockedMs(other),
            reading: readingOf(cells),
          }),
        ].join('; '),
      ),
      ...(names.length > 1 ? [`It is undecided whether ${take} is faster.`] : []),
      ...others.map((option) => {
        const slow = isTooSlow(option.transport) && !areAllTooSlow ? `, which is ${tooSlow}` : '';
        return sentence(
          `${capital(option.transport)} takes ${rough(option.roundTripMs.value)}${slow}${besideInWords(option, take, timeOf(take) ?? 0)}`,
        );
      }),
      ...(areAllTooSlow ? [sentence(`${options.length > 1 ? 'All of them are' : 'It is'} ${tooSlow}`)] : []),
      ...(same.length > 0
        ? [
            sentence(
              `${capital(inWords(same))} ${takes(same)} the same time as ${take}, within ×${SAME_WITHIN}`,
            ),
          ]
        : []),
      ...ruledOut.map(({ transport, reason }) => sentence(`Not ${transport}: ${reason}`)),
      ...(suite?.work ? ['All times include the work of the worker on every byte.'] : []),
    ].join(' '),
  };
}

/** What the time of another method means beside that of the one to take. */
function besideInWords(
  { transport, standing, roundTripMs, needsIsolation }: Option,
  take: string,
  takeMs: number,
): string {
  const where = needsIsolation ? ', on a cross-origin isolated page' : '';
  switch (standing) {
    case 'close':
      return roundTripMs.value < takeMs
        ? `${where}: less than ${LITTLE} times as fast`
        : `, less than ${LITTLE} times as long`;
    case 'undecided':
      return `${where}; it is undecided whether ${transport} or ${take} is faster`;
    case 'faster':
      return where;
    case 'slower':
    case 'the same':
    case 'recommended':
      return '';
  }
}

/** A share of the time. More than all of it is not to be had. */
export function shareInWords(msPerSecond: number): string {
  return msPerSecond >= 1000 ? 'all' : percent(msPerSecond / 1000);
}

/** @param ownMs The main-thread times of the methods to take: the longest is shown. */
function busyInWords(
  perSecond: number,
  ownMs: readonly (number | undefined)[],
  { otherMs, reading }: { readonly otherMs: number | undefined; readonly reading: Reading },
): string[] {
  const known = ownMs.flatMap((ms) => ms ?? []);
  if (perSecond === 0 || known.length < ownMs.length || known.length === 0) return [];
  const busy = (ms: number) => shareInWords(ms * perSecond);
  const own = busy(Math.max(...known));
  const instead = otherMs === undefined || busy(otherMs) === own ? '' : ` instead of ${busy(otherMs)}`;
  const [what, without] = BUSY[reading];
  return [`at ${perSecond} a second, ${what} the main thread busy ${own} of the time${instead}${without}`];
}

/** What keeps the main thread busy, as far as it is timed, and what is left out. */
const BUSY: Readonly<Record<Reading, readonly [string, string]>> = {
  timed: ['posting and reading keep', ''],
  'not timed': ['posting keeps', ', without reading, which cannot be timed here'],
  unknown: ['posting, and reading as far as this browser times it, keep', ''],
};

/**
 * The main-thread time of a hand-off, in milliseconds: between two measured extents, a log-log interpolation. `undefined` if it was not
 * measured.
 */
export function mainThreadMsAt(
  { cells: keys, extent: { value, by } }: Advised,
  transport: string,
  cells: readonly CellSummary[],
): number | undefined {
  const of = (cell: CellSummary) => cell[by] ?? 0;
  const ids = keys.filter((key) => key.transport === transport).map(cellId);
  const own = cells
    .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && ids.includes(cellId(cell)))
    .sort((a, b) => of(a) - of(b));
  const [below, above] = [own[0], own.at(-1)];
  if (!below || !above) return undefined;
  const [low, high] = [mainThreadEstimateMs(below)?.value, mainThreadEstimateMs(above)?.value];
  if (low === undefined || high === undefined) return undefined;
  if (below === above) return low;
  // A coarse clock may measure 0, which is no time to interpolate from.
  if (low === 0 || high === 0) return undefined;
  const share = Math.log(value / of(below)) / Math.log(of(above) / of(below));
  return low ** (1 - share) * high ** share;
}

/** Two digits, which is what someone remembers of a time. */
function rough(durationMs: number | undefined): string | undefined {
  if (durationMs === undefined) return undefined;
  // Zeros after the point carry no information here: 2.70 ms is 2.7 ms, and 4.00 ms is 4 ms.
  return formatDuration(Number(durationMs.toPrecision(2)))
    .replace(/(\.\d*?)0+(?= )/, '$1')
    .replace('. ', ' ');
}

/** `0.006` → `"0.6%"` */
export function percent(share: number): string {
  const value = 100 * share;
  if (value < 0.1) return value === 0 ? '0%' : 'less than 0.1%';
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)}%`;
}

function takes(names: readonly string[]): string {
  return names.length > 1 ? 'take' : 'takes';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  return `${capital(text)}.`;
}
