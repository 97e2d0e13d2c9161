import { formatDuration, formatHandOffs, formatRate } from '../../../results/findings/format.ts';
import { formatSize } from '../../../results/schema/sizes.ts';

/** The unit of an axis, and how its values are formatted. */
export interface Unit {
  readonly title: string;
  /** The heading of the CSV column. */
  readonly name: string;
  readonly format: (value: number) => string;
  /** Formats the round numbers on an axis. */
  readonly tick: (value: number) => string;
  /** The ticks of a logarithmic axis are powers of this number. */
  readonly base: 10 | 16;
}

const short = (text: string) => text.replace(/\.0+(?= )/, '');
const digits = (value: number) => (value >= 99.95 ? value.toFixed(0) : value.toPrecision(3));

/** Ratios of different machines share an axis, and are compared with 1. */
export function isRatio({ name }: Unit): boolean {
  return name === 'ratio';
}

/** A ratio of times as the ticks of an axis say it: 0.1 → `"10 times faster"`. */
function timesFaster(ratio: number): string {
  if (ratio === 1) return 'the same';
  const times = Number((ratio < 1 ? 1 / ratio : ratio).toPrecision(3));
  return `${times} times ${ratio < 1 ? 'faster' : 'slower'}`;
}

export const UNITS = {
  duration: {
    title: 'time',
    name: 'ms',
    format: formatDuration,
    tick: (value) => short(formatDuration(value)),
    base: 10,
  },
  ratio: {
    title: 'ratio',
    name: 'ratio',
    format: (value) => `×${digits(value)}`,
    tick: (value) => `×${Number(value.toPrecision(3))}`,
    base: 10,
  },
  /** A ratio to the time of a baseline. */
  speed: {
    title: 'ratio',
    name: 'ratio',
    format: (value) => `×${digits(value)}`,
    tick: timesFaster,
    base: 10,
  },
  collections: {
    title: 'collections in 1,000 round trips',
    name: 'collectionsPer1000',
    format: (value) => `${digits(value)} in 1,000`,
    tick: (value) => `${Number(value.toPrecision(3))}`,
    base: 10,
  },
  bytes: {
    title: 'memory',
    name: 'bytes',
    format: (value) => formatSize(value, ' ', 3),
    tick: (value) => formatSize(value, ' ', 3),
    base: 16,
  },
  rate: {
    title: 'bytes per second',
    name: 'bytesPerSecond',
    format: formatRate,
    tick: (value) => short(formatRate(value)),
    base: 10,
  },
  share: {
    title: 'share',
    name: 'share',
    format: (value) => `${(100 * value).toFixed(1)}%`,
    tick: (value) => `${Number((100 * value).toPrecision(3))}%`,
    base: 10,
  },
  handOffs: {
    title: 'hand-offs',
    name: 'handOffs',
    format: formatHandOffs,
    tick: (value) => `${Number(value.toPrecision(3))}`,
    base: 10,
  },
} as const satisfies Record<string, Unit>;
