import { type CandidateInfo, candidatesOf } from '../findings/answer.ts';
import type { CellKey } from '../schema/keys.ts';
import type { SuiteInfo } from '../schema/run.ts';
import {
  type Decision,
  decisionBeyondDoubt,
  type Estimate,
  estimate,
  LITTLE,
} from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';
import { type Curve, curveAt, ratioByLaunch, valuesOf } from './curve.ts';
import { type Extent, extentOf, FORMATS, HAND_OFFS, handOffOf, type Question } from './question.ts';

/**
 * A transport compared with the one that is recommended. `the same`: within ×1.1. `close`: less than {@link LITTLE} times as fast or as
 * slow for certain, so that the difference is seldom worth its price. `undecided` is never treated as equal.
 */
export type Standing = 'recommended' | 'the same' | 'close' | 'faster' | 'slower' | 'undecided';

/** A transport that the program can use. */
export interface Option {
  readonly transport: string;
  readonly roundTripMs: Estimate;
  /** Its time ÷ that of the fastest; `null` for the fastest itself, and if no launch measured both. */
  readonly toFastest: Estimate | null;
  readonly standing: Standing;
  /** Whether it needs a page that is cross-origin isolated. */
  readonly needsIsolation: boolean;
  /** Total time of the hand-offs of one second, in milliseconds. */
  readonly msPerSecond: number;
}

/** Whether a second is long enough for the hand-offs of one second. */
export function keepsUp({ msPerSecond }: Pick<Option, 'msPerSecond'>): boolean {
  return msPerSecond <= 1000;
}

interface RuledOut {
  readonly transport: string;
  readonly reason: string;
}

export type Advice =
  | {
      readonly kind: 'advice';
      readonly suite: string;
      /**
       * The simplest of the fastest and those that are the same or close, or a simpler one that takes the same time as that one; of those
       * that keep up with the rate, if any does.
       */
      readonly take: string;
      /** The simpler transports of which it is undecided whether `take` is faster, the simplest first. */
      readonly orPerhaps: readonly string[];
      /** The fastest first. */
      readonly options: readonly Option[];
      readonly ruledOut: readonly RuledOut[];
      /** The cells it was computed from; for an extent between two measured ones, the cells of both. */
      readonly cells: readonly CellKey[];
      readonly extent: Pick<Extent, 'value' | 'by'>;
    }
  | { readonly kind: 'not measured'; readonly reason: string; readonly ruledOut: readonly RuledOut[] };

/**
 * The advice from one engine's cells.
 * @param needsIsolation Whether sharing needs an isolated page. A runtime shares memory without one.
 */
export function advise(
  question: Question,
  suites: readonly SuiteInfo[],
  cells: readonly CellSummary[],
  needsIsolation: boolean,
): Advice {
  const handOff = handOffOf(question);
  const suite = suites.find(({ answers }) => answers === handOff);
  if (!suite)
    return {
      kind: 'not measured',
      reason: `no suite of this run measured ${HAND_OFFS[handOff]}; a run with --full measures every suite`,
      ruledOut: [],
    };
  const extent = extentOf(question, suite);
  const own = cells.filter((cell) => cell.suite === suite.name && extent.includes(cell));
  const candidates = candidatesOf(suite);
  const ruledOut: RuledOut[] = [];
  const curves: Measured[] = [];
  for (const candidate of candidates) {
    const { name: transport } = candidate;
    const reason = whyNot(candidate, question, needsIsolation) ?? whyNoFigure(own, transport, extent);
    if (reason !== undefined) ruledOut.push({ transport, reason });
    else {
      const curve = curveAt(own, transport, extent);
      curves.push({ transport, curve, needsIsolation: candidate.needsIsolation && needsIsolation });
    }
  }
  const measured = curves.filter(({ curve }) => curve.launches.size > 0);
  for (const { transport, curve } of curves) {
    if (curve.launches.size === 0)
      ruledOut.push({
        transport,
        reason: `no launch measured ${suite.name} at both neighbouring ${extent.noun}`,
      });
  }
  const simplestFirst = candidates.map(({ name }) => name);
  const { value, by } = extent;
  return chosen(measured, {
    suite: suite.name,
    simplestFirst,
    ruledOut,
    perSecond: question.perSecond,
    extent: { value, by },
  });
}

function whyNot(
  candidate: CandidateInfo,
  { bothKeep, canBeIsolated }: Question,
  needsIsolation: boolean,
): string | undefined {
  if (candidate.needsIsolation && needsIsolation && !canBeIsolated)
    return 'it needs a cross-origin isolated page';
  if (!candidate.senderKeeps && bothKeep)
    return 'a transferred buffer is gone from the page until it comes back';
  return undefined;
}

function whyNoFigure(
  cells: readonly CellSummary[],
  transport: string,
  { value, by, noun }: Extent,
): string | undefined {
  const own = cells.filter((cell) => cell.transport === transport);
  const measured = own.filter((cell) => cell.status === 'measured').map((cell) => cell[by] ?? 0);
  if (measured.length === 0) {
    const [first] = own;
    return first && first.status !== 'measured' ? `${first.status}: ${first.reason}` : 'not measured';
  }
  const [low, high] = [Math.min(...measured), Math.max(...measured)];
  if (value < low || value > high)
    return `outside the measured ${noun}: ${FORMATS[by](low)} to ${FORMATS[by](high)}`;
  // A value beside a cell without a figure would be a figure for it.
  const below = Math.max(...measured.filter((one) => one <= value));
  const above = Math.min(...measured.filter((one) => one >= value));
  const gap = own.find((cell) => {
    const at = cell[by] ?? 0;
    return cell.status !== 'measured' && below < at && at < above;
  });
  return gap && gap.status !== 'measured'
    ? `${gap.status} at ${FORMATS[by](gap[by] ?? 0)}: ${gap.reason}`
    : undefined;
}

/** A transport that the program can use, with its times. */
interface Measured extends Pick<Option, 'transport' | 'needsIsolation'> {
  readonly curve: Curve;
}

/** A transport that the program can use, with its figures. */
interface Timed extends Measured, Pick<Option, 'roundTripMs' | 'msPerSecond'> {}

function chosen(
  measured: readonly Measured[],
  {
    suite,
    simplestFirst,
    ruledOut,
    perSecond,
    extent,
  }: {
    suite: string;
    simplestFirst: readonly string[];
    ruledOut: readonly RuledOut[];
    perSecond: number;
    extent: Pick<Extent, 'value' | 'by'>;
  },
): Advice {
  const estimates = measured
    .map((one): Timed => {
      const roundTripMs = estimate([...one.curve.launches.values()]);
      return { ...one, roundTripMs, msPerSecond: roundTripMs.value * perSecond };
    })
    .sort((a, b) => a.roundTripMs.value - b.roundTripMs.value);
  const [fastest] = estimates;
  if (!fastest) {
    const reason = ruledOut.map(({ transport, reason: why }) => `${transport}: ${why}`).join('; ');
    return { kind: 'not measured', reason, ruledOut };
  }
  const simplicity = ({ transport }: { readonly transport: string }) => simplestFirst.indexOf(transport);
  const isInTime = keepsUp(fastest) ? keepsUp : () => true;
  const simplestOf = (those: readonly Timed[]) =>
    those.reduce((simplest, one) => (simplicity(one) < simplicity(simplest) ? one : simplest));
  const beside = (one: Timed, wanted: readonly Standing[]) =>
    estimates
      .filter(isInTime)
      .filter((other) => other === one || wanted.includes(standingOf(other, one, extent.by)));
  const near = simplestOf(beside(fastest, ['the same', 'close']));
  // If the fastest one scatters, what takes the same time as `near` is not close to it for certain.
  const taken = simplestOf(beside(near, ['the same']));
  const options = estimates.map((one): Option => {
    const { transport, needsIsolation, curve, roundTripMs, msPerSecond } = one;
    const ratio = ratioByLaunch(curve.launches, fastest.curve.launches);
    return {
      transport,
      needsIsolation,
      roundTripMs,
      toFastest: one === fastest || Number.isNaN(ratio.value) ? null : ratio,
      standing: one === taken ? 'recommended' : standingOf(one, taken, extent.by),
      msPerSecond,
    };
  });
  return {
    kind: 'advice',
    suite,
    take: taken.transport,
    orPerhaps: options
      .filter((one) => one.standing === 'undecided' && isInTime(one) && simplicity(one) < simplicity(taken))
      .sort((a, b) => simplicity(a) - simplicity(b))
      .map(({ transport }) => transport),
    options,
    ruledOut,
    cells: measured.flatMap(({ curve }) => curve.cells.map(keyOf)),
    extent,
  };
}

/** Between two measured extents, something is decided only if it is at both of them. */
function standingOf(
  { curve: own }: Measured,
  { curve: other }: Measured,
  by: Extent['by'],
): Exclude<Standing, 'recommended'> {
  const ratios = own.cells.flatMap((cell, at) => {
    const beside = other.cells[at];
    return beside && beside[by] === cell[by] ? ratioByLaunch(valuesOf(cell), valuesOf(beside)) : [];
  });
  const isAtAll = (holds: (ratio: Estimate) => boolean) =>
    ratios.length === own.cells.length && ratios.every(holds);
  const areAll = (decision: Decision) => isAtAll((ratio) => decisionBeyondDoubt(ratio) === decision);
  if (areAll('the same')) return 'the same';
  if (isAtAll(({ interval }) => interval !== null && interval.low > 1 / LITTLE && interval.high < LITTLE))
    return 'close';
  if (areAll('above')) return 'slower';
  return areAll('below') ? 'faster' : 'undecided';
}

function keyOf({ engine, suite, transport, parameter, sizeBytes }: MeasuredSummary): CellKey {
  return { engine, suite, transport, parameter, sizeBytes };
}
