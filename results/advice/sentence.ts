import { inWords, rivalsOf } from '../findings/answer.ts';
import { formatRatio } from '../findings/format.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { CellSummary } from '../summary/summary.ts';
import { type GainAtSize, gainsOf, LITTLE } from './gains.ts';

interface Rival {
  readonly name: string;
  readonly senderKeeps: boolean;
  /** Compared with the baseline. */
  readonly gains: readonly GainAtSize[];
}

/** A rival that is faster than the baseline from a measured size on. */
interface Winner extends Rival {
  readonly fromBytes: number;
  /** The sizes above at which it is undecided. */
  readonly undecidedBytes: readonly number[];
}

/**
 * The answer for one engine in one sentence, as someone would quote it: `"In Chromium 156: from 1 KiB on, transfer; share where both
 * sides keep the data."` It says only what intervals decide, and names the sizes that they leave undecided.
 * @param where The engine and its release. @param cells Of the engine and the suite.
 */
export function sentenceOf(where: string, suite: SuiteInfo, cells: readonly CellSummary[]): string {
  return `In ${where}: ${partsOf(suite, cells).join('; ')}.`;
}

function partsOf(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const { baseline } = suite;
  if (baseline === null) return ['not measured'];
  const rivals = rivalsOf(suite)
    .map(({ name, senderKeeps }) => ({ name, senderKeeps, gains: gainsOf(cells, name, baseline) }))
    .filter(({ gains }) => gains.length > 0);
  if (rivals.length === 0) return ['not measured'];
  const winners = rivals.flatMap(winnerOf).sort((a, b) => a.fromBytes - b.fromBytes);
  const others = rivals.filter(({ name }) => winners.every((winner) => winner.name !== name));
  const [first] = winners;
  return [
    ...(first ? belowInWords(baseline, rivals, first.fromBytes) : []),
    ...winners.map((winner, at) => winnerInWords(winner, winners.slice(0, at))),
    ...fasterInWords(cells, winners),
    ...others.map((rival) => otherInWords(rival, baseline)),
  ];
}

/** From the smallest size above which it is faster wherever that is decided, and that is at more than half of the sizes. */
function winnerOf(rival: Rival): Winner[] {
  const last = rival.gains.findLastIndex(({ gain }) => gain !== 'faster' && gain !== 'undecided');
  const above = rival.gains.slice(last + 1);
  const first = above.findIndex(({ gain }) => gain === 'faster');
  const from = above[first];
  if (!from) return [];
  const undecided = above.slice(first).filter(({ gain }) => gain === 'undecided');
  if (2 * undecided.length >= above.length - first) return [];
  const undecidedBytes = undecided.map(({ sizeBytes }) => sizeBytes);
  return [{ ...rival, fromBytes: from.sizeBytes, undecidedBytes }];
}

/** What is known below the size from which the first rival is faster. */
function belowInWords(baseline: string, rivals: readonly Rival[], fromBytes: number): string[] {
  const below = rivals.flatMap(({ gains }) => gains.filter(({ sizeBytes }) => sizeBytes < fromBytes));
  if (below.length === 0) return [];
  const upTo = `up to ${formatSize(Math.max(...below.map(({ sizeBytes }) => sizeBytes)))}`;
  return [`${upTo}, ${allInWords(baseline, below)}`];
}

function allInWords(baseline: string, gains: readonly GainAtSize[]): string {
  const are = (...kinds: GainAtSize['gain'][]) => gains.every(({ gain }) => kinds.includes(gain));
  if (are('the same')) return 'it does not matter';
  if (are('the same', 'slower')) return baseline;
  if (are('the same', 'slower', 'slight')) return `it matters little (less than ${LITTLE} times)`;
  return 'undecided';
}

/** @param before The winners that the sentence has named. */
function winnerInWords(
  { name, senderKeeps, fromBytes, undecidedBytes }: Winner,
  before: readonly Winner[],
): string {
  const last = before.at(-1);
  const from = last?.fromBytes === fromBytes ? '' : `from ${formatSize(fromBytes)} on, `;
  const sizes = undecidedBytes.map((sizeBytes) => formatSize(sizeBytes));
  const except = sizes.length === 0 ? '' : ` (undecided at ${inWords(sizes)})`;
  return `${from}${name}${conditionOf(senderKeeps, before)}${except}`;
}

function conditionOf(senderKeeps: boolean, before: readonly Winner[]): string {
  if (before.length === 0) return '';
  if (senderKeeps && before.every((one) => !one.senderKeeps)) return ' where both sides keep the data';
  return !senderKeeps && before.some((one) => one.senderKeeps) ? ' if the page can give up the data' : ' too';
}

/** Where one winner is faster than another by more than a little: the largest factor that is decided. */
function fasterInWords(cells: readonly CellSummary[], winners: readonly Winner[]): string[] {
  return winners.flatMap(({ name, fromBytes }) =>
    winners.flatMap((other) => {
      const bothWinBytes = Math.max(fromBytes, other.fromBytes);
      const [most] = gainsOf(cells, name, other.name)
        .filter(({ sizeBytes, ratio }) => sizeBytes >= bothWinBytes && (ratio.interval?.low ?? 0) > LITTLE)
        .sort((a, b) => b.ratio.value - a.ratio.value);
      return most
        ? [
            `${name} is up to ${formatRatio(most.ratio.value)} times as fast as ${other.name} (${formatSize(most.sizeBytes)})`,
          ]
        : [];
    }),
  );
}

function otherInWords({ name, gains }: Rival, baseline: string): string {
  const words = allInWords(baseline, gains);
  switch (words) {
    case 'undecided':
      return `undecided for ${name}`;
    case baseline:
      return `${name} is at no size faster than ${baseline}`;
    default:
      return `between ${baseline} and ${name} ${words}`;
  }
}
