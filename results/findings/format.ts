import type { CellKey } from '../schema/keys.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import { type Estimate, relativeMargin } from '../statistics/estimate.ts';
import { formatParameter } from '../summary/rows.ts';
import type { BreakEven } from './break-even.ts';
import type { Crossover, Span } from './crossover.ts';
import { type Collections, hasRate, hasThousands } from './gc-and-memory.ts';
import type { Movement } from './movement.ts';

const UNITS = [
  { unit: 's', ms: 1000 },
  { unit: 'ms', ms: 1 },
  { unit: 'µs', ms: 1e-3 },
  { unit: 'ns', ms: 1e-6 },
] as const;

/** `0.0123` → `"12.3 µs"`: three digits in a suitable unit. */
export function formatDuration(durationMs: number): string {
  // From 0.9995 of a unit, rounding gives a whole unit.
  const { unit, ms } = UNITS.find((one) => durationMs >= one.ms * 0.9995) ?? UNITS[3];
  const value = durationMs / ms;
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

/** `"12.3 µs ±8.4%"`: with half the width of the interval, or without it if there is only one launch. */
export function formatDurationEstimate(estimate: Estimate): string {
  const margin = formatMargin(relativeMargin(estimate));
  return `${formatDuration(estimate.value)}${margin && ` ${margin}`}`;
}

/** `"-12.3 µs (-15.0 µs to -9.60 µs)"`: for values that may be negative. */
export function formatDurationDifference({ value, interval }: Estimate): string {
  const text = (ms: number) => `${ms < 0 ? '-' : ''}${formatDuration(Math.abs(ms))}`;
  return `${text(value)}${interval ? ` (${text(interval.low)} to ${text(interval.high)})` : ''}`;
}

/** `0.084` → `"±8.4%"`; the exact value does not matter above 100%. */
export function formatMargin(margin: number): string {
  if (margin === Number.POSITIVE_INFINITY) return '';
  return margin > 1 ? '±>100%' : `±${(100 * margin).toFixed(margin < 0.0995 ? 1 : 0)}%`;
}

const RATES = [
  { unit: 'GB/s', bytes: 1e9 },
  { unit: 'MB/s', bytes: 1e6 },
  { unit: 'kB/s', bytes: 1e3 },
] as const;

/** `1_230_000` → `"1.23 MB/s"`: decimal, as usual for rates. */
export function formatRate(bytesPerSecond: number): string {
  const { unit, bytes } = RATES.find((one) => bytesPerSecond >= one.bytes * 0.9995) ?? RATES[2];
  const value = bytesPerSecond / bytes;
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

/** `"×1.03 (0.98 to 1.09)"` */
export function formatRatioEstimate({ value, interval }: Estimate): string {
  return `×${formatRatio(value)}${interval ? ` (${formatRatio(interval.low)} to ${formatRatio(interval.high)})` : ''}`;
}

/** `1.034` → `"1.03"` */
export function formatRatio(ratio: number): string {
  return ratio >= 99.95 ? ratio.toFixed(0) : ratio.toPrecision(3);
}

/** `"93% (91% to 94%), 12.3 ms"`; `"at most 48%"` if the data do not show that anything is left without the work. */
export function formatMovement({ share, ms }: Movement): string {
  const percent = (value: number) => `${(100 * value).toFixed(Math.abs(value) < 0.0995 ? 1 : 0)}%`;
  const { interval } = share;
  if (interval && interval.low <= 0) {
    const most = percent(Math.max(0, interval.high));
    return most === '100%' ? 'undecided' : `at most ${most}`;
  }
  const range = interval ? ` (${percent(interval.low)} to ${percent(interval.high)})` : '';
  return `${percent(share.value)}${range}, ${ms.value < 0 ? '-' : ''}${formatDuration(Math.abs(ms.value))}`;
}

/** `2.34` → `"2.3"`, `123.4` → `"123"` */
export function formatHandOffs(count: number): string {
  return count >= 99.5 ? count.toFixed(0) : count.toPrecision(2);
}

/** `"1 MiB after 2.3 hand-offs (1.9 to 2.8)"`, `"1 MiB undecided (at least 5.1 hand-offs)"`, `"1 MiB never"` */
export function formatBreakEven({ sizeBytes, handOffs, interval }: BreakEven): string {
  const text = (value: number) => (Number.isFinite(value) ? formatHandOffs(value) : '∞');
  const size = formatSize(sizeBytes);
  if (Number.isFinite(handOffs)) {
    const range = interval ? ` (${text(interval.low)} to ${text(interval.high)})` : '';
    return `${size} after ${text(handOffs)} hand-offs${range}`;
  }
  if (interval === null) return `${size} undecided (one launch)`;
  return Number.isFinite(interval.low)
    ? `${size} undecided (at least ${text(interval.low)} hand-offs)`
    : `${size} never`;
}

const BELOW = {
  slower: 'slower at',
  'the same': 'no difference at',
  undecided: 'undecided at',
} as const;

/**
 * `"2 in 64 (4 to 109 in 1,000)"`: a count and the interval of its rate; from ten events on `"484 in 1,000 (329 to 687)"`. Few
 * round trips always have a count: `"12 in 2 (3.1 to 10 each)"`.
 */
export function formatCollections(collections: Collections): string {
  const { events, roundTrips, interval } = collections;
  const areFew = !hasThousands(collections);
  const [scale, unit] = areFew ? [1, 'each'] : [1000, 'in 1,000'];
  const text = (rate: number) => formatCount(scale * rate);
  if (events === 0) return `none in ${roundTrips} (at most ${text(interval.high)} ${unit})`;
  const range = `${text(interval.low)} to ${text(interval.high)}`;
  return hasRate(collections) && !areFew
    ? `${text(events / roundTrips)} ${unit} (${range})`
    : `${events} in ${roundTrips} (${range} ${unit})`;
}

function formatCount(value: number): string {
  return value >= 9.95 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

/** How the values of an axis are called and written. */
interface AxisWords {
  readonly noun: string;
  readonly text: (value: number) => string;
}

const SIZES: AxisWords = { noun: 'size', text: (sizeBytes) => formatSize(sizeBytes) };

/** For a suite whose parameter is a number of something. */
export function numbersOf(parameter: NonNullable<SuiteInfo['parameter']>): AxisWords {
  return { noun: 'number', text: (value) => formatParameter(parameter, value) };
}

/** `"a, b and c"` */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `"at every size from 1 KiB up to 1 MiB"`; `"at 1 MiB"` if nothing else was compared; no `every` if a size is undecided. */
export function atEvery(span: Span, words: AxisWords = SIZES): string {
  const { noun, text } = words;
  const { from, upTo, undecidedAt } = span;
  const every = undecidedAt.length === 0 ? `at every ${noun} ` : '';
  return from === upTo
    ? `at ${text(from)}`
    : `${every}from ${text(from)} up to ${text(upTo)}${except(span, words)}`;
}

/** `"at no size from 1 KiB up to 1 MiB"`; `"not at 1 MiB"` if nothing else was compared. */
export function atNo(span: Span, words: AxisWords = SIZES): string {
  const { noun, text } = words;
  const { from, upTo } = span;
  if (from === upTo) return `not at ${text(from)}`;
  return `at no ${noun} from ${text(from)} up to ${text(upTo)}${except(span, words)}`;
}

/** `" (undecided at 4 KiB)"`, or nothing. */
export function except(
  { undecidedAt }: Pick<Span, 'undecidedAt'>,
  { text }: Pick<AxisWords, 'text'> = SIZES,
): string {
  return undecidedAt.length === 0
    ? ''
    : ` (undecided at ${inWords(undecidedAt.map((value) => text(value)))})`;
}

/** A crossover in words, as the end of a sentence that begins with the two transports. */
export function formatCrossover(found: Crossover, words: AxisWords = SIZES): string {
  const { noun, text } = words;
  switch (found.kind) {
    case 'always':
      return atEvery(found, words);
    case 'the same': {
      const { from, upTo } = found;
      return `no difference ${from === upTo ? 'at' : `from ${text(from)} up to`} ${text(upTo)}${except(found, words)}`;
    }
    case 'never':
      return atNo(found, words);
    case 'undecided':
      return 'undecided';
    case 'only':
      return `only at ${inWords(found.at.map(text))}, of the ${noun}s up to ${text(found.upTo)}${except(found, words)}`;
    case 'at': {
      const { from, upTo, below } = found;
      const range = from === upTo ? `at ${text(from)}` : `from ${text(from)}, up to ${text(upTo)}`;
      return `${range}${except(found, words)}; ${BELOW[below.comparison]} ${text(below.at)}`;
    }
  }
}

/** `"clone"`, or with its suite's parameter `"clone, 4 workers"`. */
export function formatTransport(
  { parameter }: Pick<SuiteInfo, 'parameter'>,
  cell: Pick<CellKey, 'transport' | 'parameter'>,
): string {
  return cell.parameter === null || parameter === null
    ? cell.transport
    : `${cell.transport}, ${formatParameter(parameter, cell.parameter)}`;
}

/** `"1 MiB clone, 4 workers"`; without a size if no data are moved. */
export function formatCellName(
  suite: Pick<SuiteInfo, 'parameter'>,
  cell: Pick<CellKey, 'transport' | 'parameter' | 'sizeBytes'>,
): string {
  const transport = formatTransport(suite, cell);
  return cell.sizeBytes > 0 ? `${formatSize(cell.sizeBytes)} ${transport}` : transport;
}
