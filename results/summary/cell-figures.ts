import type { EngineName } from '../schema/keys.ts';
import type { HandOff, SuiteInfo } from '../schema/run.ts';
import { type Estimate, estimate, mean } from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from './summary.ts';

/** Figures of a cell or of two cells, from the value of each launch. */

/** The measured cells of a transport, in ascending order of size. */
export function measuredOf(cells: readonly CellSummary[], transport: string | null): MeasuredSummary[] {
  return cells
    .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && cell.transport === transport)
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
}

/** The time of a round trip of a cell. */
export function cellEstimateMs({ launches }: MeasuredSummary): Estimate {
  return estimate(launches.map(({ valueMs }) => valueMs));
}

/** Why a cell has no main-thread time: only what is posted to a worker of ours is measured. */
export const NO_MAIN_THREAD_TIME = 'not measured: nothing is posted, or through a channel of its own';

/** The main-thread time of a round trip, in milliseconds; `undefined` if it is not measured. */
export function mainThreadEstimateMs(cell: MeasuredSummary): Estimate | undefined {
  const launches = cell.launches.flatMap(({ mainThreadMs }) => mainThreadMs ?? []);
  if (launches.length === 0) return undefined;
  // With a coarse clock a launch may measure 0, which has no logarithm.
  return launches.includes(0) ? { value: mean(launches), interval: null } : estimate(launches);
}

/** Whether the main-thread time includes reading a message; `unknown` of a visitor's browser. */
export type Reading = 'timed' | 'not timed' | 'unknown';

/** Chromium reads a message when the page asks for it. The other engines do before its event, where it cannot be timed. */
export function readingOf(cells: readonly Pick<CellSummary, 'engine'>[]): Reading {
  const is = (name: EngineName) => cells.every(({ engine }) => engine === name);
  return is('chromium') ? 'timed' : is('visit') ? 'unknown' : 'not timed';
}

/** Hand-offs for which the page also encodes and decodes, or copies data out of a memory and into it. */
const WITH_MORE_THAN_MESSAGES: readonly HandOff[] = ['objects', 'string', 'wasm-memory', 'workers'];

/**
 * Whether the main thread does more for a hand-off than to post and to read. Only its time on messages is measured, so methods that
 * differ in the rest must not be compared by it: JSON would seem to block the page for microseconds.
 */
export function doesMoreThanMessages({ answers }: Pick<SuiteInfo, 'answers'>): boolean {
  return answers !== null && WITH_MORE_THAN_MESSAGES.includes(answers);
}

/** Two cells' values in milliseconds, for each launch that measured both, so that effects of the launch on both cancel out. */
export function launchPairs(first: MeasuredSummary, second: MeasuredSummary): [number, number][] {
  const others = new Map(second.launches.map((launch) => [launch.launch, launch]));
  return first.launches.flatMap((launch) => {
    const other = others.get(launch.launch);
    return other ? [[launch.valueMs, other.valueMs]] : [];
  });
}

/** The ratios of two cells, one for each launch that measured both. */
export function launchRatios(
  numerator: CellSummary | undefined,
  denominator: CellSummary | undefined,
): number[] {
  if (numerator?.status !== 'measured' || denominator?.status !== 'measured') return [];
  return launchPairs(numerator, denominator).map(([above, below]) => above / below);
}

/** The ratio of two cells, paired by launch. `undefined` if no launch measured both. */
export function ratioOf(
  numerator: CellSummary | undefined,
  denominator: CellSummary | undefined,
): Estimate | undefined {
  const ratios = launchRatios(numerator, denominator);
  return ratios.length === 0 ? undefined : estimate(ratios);
}

type Moved = Pick<MeasuredSummary, 'movedBytes' | 'sizeBytes' | 'parameter'>;
type Moving = Pick<SuiteInfo, 'crossings' | 'parameter'>;

/**
 * The bytes that a round trip moves: as the transport counts them, since a small view moves its whole buffer; or else those of the
 * working set, as often as it is posted. Not for a control: it does other work than the transports.
 */
export function movedBytesIn(cell: Moved, suite: Moving): number {
  return cell.movedBytes ?? suite.crossings * postedIn(cell, suite) * cell.sizeBytes;
}

/** How many working sets a round trip posts at once. */
export function postedIn(
  { parameter: value }: Pick<MeasuredSummary, 'parameter'>,
  { parameter }: Pick<SuiteInfo, 'parameter'>,
): number {
  return parameter?.kind === 'in flight' ? (value ?? 1) : 1;
}

/** Bytes moved per second. */
export function bandwidthBytesPerSecond(cell: Moved, roundTripMs: number, suite: Moving): number {
  return movedBytesIn(cell, suite) / (roundTripMs / 1000);
}
