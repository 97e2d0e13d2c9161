import type { Advice } from '../findings/adviser.ts';
import { inWords } from '../findings/answer.ts';
import { formatDuration } from '../findings/format.ts';
import { cellId } from '../schema/keys.ts';
import { SAME_WITHIN } from '../statistics/estimate.ts';
import { mainThreadEstimateMs } from '../summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

type Advised = Extract<Advice, { kind: 'advice' }>;

/** What the adviser says first: the method to take, and what that changes. */
export interface AdviceWords {
  /** `"Transfer"` */
  readonly take: string;
  /** Whole sentences. */
  readonly why: string;
}

/**
 * @param sizeBytes, perSecond Those of the question.
 * @param cells Of the engine. @param baseline The method that the advice is compared with.
 */
export function adviceInWords(
  advice: Advice,
  { sizeBytes, perSecond }: { readonly sizeBytes: number; readonly perSecond: number },
  cells: readonly CellSummary[],
  baseline: string | null,
): AdviceWords {
  if (advice.kind === 'not measured') return { take: 'Not measured', why: `${sentence(advice.reason)}` };
  const { take, options, same, undecided, ruledOut } = advice;
  const timeOf = (name: string) => options.find(({ transport }) => transport === name)?.roundTripMs.value;
  const own = timeOf(take);
  const other = baseline === null || baseline === take ? undefined : timeOf(baseline);
  const blockedMs = (name: string) => mainThreadMsAt(advice, name, sizeBytes, cells);
  const equals = options
    .map(({ transport }) => transport)
    .filter((name, at) => name !== take && (at === 0 || same.includes(name)));
  return {
    take: capital(take),
    why: [
      sentence(
        [
          own === undefined ? [] : `${rough(own)}${other === undefined ? '' : ` instead of ${rough(other)}`}`,
          rateInWords(
            perSecond,
            blockedMs(take),
            other === undefined ? undefined : blockedMs(baseline ?? ''),
          ),
        ]
          .flat()
          .join('; '),
      ),
      ...(own !== undefined && own * perSecond > 1000
        ? [sentence(`That is too slow for ${perSecond} a second`)]
        : []),
      ...(equals.length > 0
        ? [sentence(`${capital(inWords(equals))} ${takes(equals)} the same time, within ×${SAME_WITHIN}`)]
        : []),
      ...(undecided.length > 0
        ? [sentence(`It is undecided whether ${inWords(undecided)} ${isAre(undecided)} as fast`)]
        : []),
      ...ruledOut.map(({ transport, reason }) => sentence(`Not ${transport}: ${reason}`)),
    ].join(' '),
  };
}

function rateInWords(perSecond: number, ownMs: number | undefined, otherMs: number | undefined): string[] {
  if (perSecond === 0 || ownMs === undefined) return [];
  const instead = otherMs === undefined ? '' : ` instead of ${percent((otherMs * perSecond) / 1000)}`;
  return [
    `at ${perSecond} a second that is ${percent((ownMs * perSecond) / 1000)} of the main thread’s time${instead}`,
  ];
}

/**
 * The main-thread time of a hand-off, in milliseconds: between two measured sizes, a log-log interpolation. `undefined` if it was not
 * measured.
 */
export function mainThreadMsAt(
  { cells: keys }: Advised,
  transport: string,
  sizeBytes: number,
  cells: readonly CellSummary[],
): number | undefined {
  const ids = keys.filter((key) => key.transport === transport).map(cellId);
  const own = cells
    .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && ids.includes(cellId(cell)))
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
  const [below, above] = [own[0], own.at(-1)];
  if (!below || !above) return undefined;
  const [low, high] = [mainThreadEstimateMs(below)?.value, mainThreadEstimateMs(above)?.value];
  if (low === undefined || high === undefined) return undefined;
  if (below === above) return low;
  const share = Math.log(sizeBytes / below.sizeBytes) / Math.log(above.sizeBytes / below.sizeBytes);
  return low ** (1 - share) * high ** share;
}

/** Two digits, which is what someone remembers of a time. */
function rough(durationMs: number): string {
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

function isAre(names: readonly string[]): string {
  return names.length > 1 ? 'are' : 'is';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  return `${capital(text)}.`;
}
