import { candidatesOf, rivalsOf } from '../findings/answer.ts';
import { except } from '../findings/format.ts';
import { lastingFrom } from '../findings/lasting.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import { LITTLE } from '../statistics/estimate.ts';
import type { CellSummary } from '../summary/summary.ts';
import { type GainAtSize, gainsOf } from './gains.ts';

interface Rival {
  readonly name: string;
  readonly senderKeeps: boolean;
  /** Compared with the baseline. */
  readonly gains: readonly GainAtSize[];
}

/** A rival that is faster than the baseline from a measured size on. */
interface Winner extends Rival {
  readonly fromBytes: number;
  /** The largest size at which that is decided. */
  readonly toBytes: number;
  /** The sizes above the first at which it is undecided. */
  readonly undecidedAt: readonly number[];
}

/**
 * The answer for one engine in one sentence, as someone would quote it: `"In Chromium 156: from 1 KiB to 256 MiB, transfer; share
 * where both sides keep the data."` It says only what intervals decide, and names the sizes that they leave undecided.
 * @param where The engine and its release. @param cells Of the engine and the suite.
 */
export function sentenceOf(where: string, suite: SuiteInfo, cells: readonly CellSummary[]): string {
  return `In ${where}: ${partsOf(suite, cells).join('; ')}.`;
}

function partsOf(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const { baseline } = suite;
  if (baseline === null) return [withoutBaseline(suite, cells)];
  const rivals = rivalsOf(suite)
    .map(({ name, senderKeeps }) => ({ name, senderKeeps, gains: gainsOf(cells, name, baseline) }))
    .filter(({ gains }) => gains.length > 0);
  if (rivals.length === 0) return [withoutBaseline(suite, cells)];
  const winners = rivals.flatMap(winnerOf).sort((a, b) => a.fromBytes - b.fromBytes);
  const others = rivals.filter(({ name }) => winners.every((winner) => winner.name !== name));
  const [first] = winners;
  return [
    ...(first ? belowInWords(baseline, rivals, first.fromBytes) : []),
    ...winners.map((winner, at) => winnerInWords(winner, winners.slice(0, at))),
    ...fasterInWords(cells, winners),
    ...others.map(({ name, gains }) => OTHERWISE[standingOf(gains)](baseline, name)),
  ];
}

/** Why there is nothing to compare. */
function withoutBaseline(suite: SuiteInfo, cells: readonly CellSummary[]): string {
  const measured = candidatesOf(suite)
    .map(({ name }) => name)
    .filter((name) => cells.some((cell) => cell.transport === name && cell.status === 'measured'));
  if (measured.length === 0) return 'not measured';
  return measured.length === 1
    ? `only ${measured.join()} was measured, so there is nothing to compare`
    : `${suite.baseline ?? 'a baseline'} was not measured, so nothing is compared with it`;
}

/** From the smallest size above which it is faster wherever that is decided, and that is at more than half of the sizes. */
function winnerOf(rival: Rival): Winner[] {
  const lasting = lastingFrom(rival.gains, ({ gain }) => STANDINGS[gain]);
  const from = lasting && rival.gains[lasting.start];
  if (!from) return [];
  const undecidedAt = lasting.undecided.map(({ sizeBytes }) => sizeBytes);
  const to = rival.gains.findLast(({ sizeBytes }) => !undecidedAt.includes(sizeBytes)) ?? from;
  return [{ ...rival, fromBytes: from.sizeBytes, toBytes: to.sizeBytes, undecidedAt }];
}

const STANDINGS = {
  faster: 'faster',
  slight: 'slight',
  slower: 'not faster',
  'the same': 'not faster',
  undecided: 'undecided',
} as const satisfies Record<GainAtSize['gain'], string>;

/** What is known below the size from which the first rival is faster. */
function belowInWords(baseline: string, rivals: readonly Rival[], fromBytes: number): string[] {
  const below = rivals.flatMap(({ gains }) => gains.filter(({ sizeBytes }) => sizeBytes < fromBytes));
  if (below.length === 0) return [];
  const sizes = below.map(({ sizeBytes }) => sizeBytes);
  const largest = Math.max(...sizes);
  // Nothing is known of what is smaller than the smallest size.
  const where = sizes.every((sizeBytes) => sizeBytes === largest) ? 'at' : 'up to';
  return [`${where} ${formatSize(largest)}, ${BELOW[standingOf(below)](baseline)}`];
}

/** What all of some gains say together. */
type Standing = 'the same' | 'baseline' | 'little' | 'little gain' | 'some sizes' | 'undecided';

function standingOf(gains: readonly GainAtSize[]): Standing {
  const are = (...kinds: GainAtSize['gain'][]) => gains.every(({ gain }) => kinds.includes(gain));
  if (are('the same')) return 'the same';
  if (are('the same', 'slower')) return 'baseline';
  if (gains.some(({ gain }) => gain === 'undecided')) return 'undecided';
  if (gains.some(({ gain }) => gain === 'faster')) return 'some sizes';
  const isMuchSlower = ({ gain, ratio }: GainAtSize) =>
    gain === 'slower' && (ratio.interval?.low ?? 0) < 1 / LITTLE;
  return gains.some(isMuchSlower) ? 'little gain' : 'little';
}

const MATTERS_LITTLE = `it makes little difference (less than ${LITTLE} times)`;

/** Below the size from which a method is faster. */
const BELOW: Readonly<Record<Standing, (baseline: string) => string>> = {
  'the same': () => 'it does not matter',
  baseline: (baseline) => baseline,
  little: () => MATTERS_LITTLE,
  'little gain': (baseline) => `nothing is more than ${LITTLE} times as fast as ${baseline}`,
  'some sizes': () => 'it depends on the size',
  undecided: () => 'undecided',
};

/** Of a method that is faster from no size on. */
const OTHERWISE: Readonly<Record<Standing, (baseline: string, name: string) => string>> = {
  'the same': (baseline, name) => `between ${baseline} and ${name} it does not matter`,
  baseline: (baseline, name) => `${name} is not faster than ${baseline} at any size`,
  little: (baseline, name) => `between ${baseline} and ${name} ${MATTERS_LITTLE}`,
  'little gain': (baseline, name) => `${name} is never more than ${LITTLE} times as fast as ${baseline}`,
  'some sizes': (baseline, name) => `${name} is faster than ${baseline} at some sizes only`,
  undecided: (_, name) => `undecided for ${name}`,
};

/** @param before The winners that the sentence has named. */
function winnerInWords(
  { name, senderKeeps, fromBytes, toBytes, undecidedAt }: Winner,
  before: readonly Winner[],
): string {
  const last = before.at(-1);
  const [first, largest] = [formatSize(fromBytes), formatSize(toBytes)];
  const where = toBytes === fromBytes ? `at ${first}, ` : `from ${first} to ${largest}, `;
  const from = last?.fromBytes === fromBytes && last.toBytes === toBytes ? '' : where;
  return `${from}${name}${conditionOf(senderKeeps, before)}${except({ undecidedAt })}`;
}

function conditionOf(senderKeeps: boolean, before: readonly Winner[]): string {
  if (before.length === 0) return '';
  if (senderKeeps && before.every((one) => !one.senderKeeps)) return ' where both sides keep the data';
  return !senderKeeps && before.some((one) => one.senderKeeps) ? ' if the page can give up the data' : ' too';
}

/** Bounds from fewer launches differ too much between runs: from three, `share` in Node was at least 40 times as fast, or undecided. */
const BOUND_LEAST_LAUNCHES = 4;

/**
 * By how much one winner is faster than another at least, if it is more than a little. At the largest size with enough launches, as
 * the largest of many lower bounds would be too large in more than 2.5% of all cases.
 */
function fasterInWords(cells: readonly CellSummary[], winners: readonly Winner[]): string[] {
  const atLeast = ({ ratio }: GainAtSize) => ratio.interval?.low ?? 0;
  return winners.flatMap(({ name, fromBytes }) =>
    winners.flatMap((other) => {
      const bothWinBytes = Math.max(fromBytes, other.fromBytes);
      const last = gainsOf(cells, name, other.name).findLast(
        ({ launches }) => launches >= BOUND_LEAST_LAUNCHES,
      );
      return last && last.sizeBytes >= bothWinBytes && atLeast(last) > LITTLE
        ? [
            `${name} is at least ${roundedDown(atLeast(last))} times as fast as ${other.name} at ${formatSize(last.sizeBytes)}`,
          ]
        : [];
    }),
  );
}

/** One digit: two runs give bounds that differ by more, and a bound that is rounded down still holds. */
function roundedDown(factor: number): number {
  if (factor < 2) return LITTLE;
  const unit = 10 ** Math.floor(Math.log10(factor));
  return Math.floor(factor / unit) * unit;
}
