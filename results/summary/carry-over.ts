import type { EngineName } from '../schema/keys.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { median } from '../statistics/estimate.ts';
import { type RatioTest, ratioTest } from '../statistics/ratio-test.ts';
import type { CellSummary } from './summary.ts';

/** The effect of a transport on the blocks that follow it, in one engine and suite. */
export interface CarryOver {
  readonly engine: EngineName;
  readonly suite: string;
  readonly after: string;
  /** One ratio per launch: its blocks after this transport ÷ all its blocks, after each block is divided by its cell's median. */
  readonly test: RatioTest;
}

/**
 * In simulated runs of six engines whose launches differ by 10% in each cell, a carry-over of ×1.3 is found in 9% of runs with
 * 4 launches, 28% with 5, 76% with 6 and all with 8. Tests with too few launches only make the others less sensitive.
 */
const LEAST_LAUNCHES = 5;

/** A block of a latency-bound cell: its time ÷ its cell's median, as a logarithm. */
interface Block {
  readonly launch: number;
  readonly after: string;
  readonly log: number;
}

/**
 * The tests of all transports that precede latency-bound blocks. Blocks of one launch are not independent, so a launch has one value
 * per preceding transport. A launch may be slow as a whole, so the value is divided by the launch's own level.
 */
export function carryOversOf(
  engine: EngineName,
  suite: SuiteInfo,
  cells: readonly CellSummary[],
): CarryOver[] {
  const latencyBound = suite.transports.filter(({ copies }) => !copies).map(({ name }) => name);
  const blocks = cells
    .filter((cell) => cell.engine === engine && cell.suite === suite.name)
    .flatMap((cell) => (latencyBound.includes(cell.transport) ? blocksOf(cell) : []));
  const levels = new Map(
    [...groupedBy(blocks, ({ launch }) => launch)].map(([launch, own]) => [
      launch,
      median(own.map(({ log }) => log)),
    ]),
  );
  return [...groupedBy(blocks, ({ after }) => after)].flatMap(([after, behind]) => {
    const ratios = [...groupedBy(behind, ({ launch }) => launch)].map(([launch, own]) =>
      Math.exp(mean(own.map(({ log }) => log)) - (levels.get(launch) ?? 0)),
    );
    return ratios.length < LEAST_LAUNCHES
      ? []
      : [{ engine, suite: suite.name, after, test: ratioTest(ratios) }];
  });
}

function blocksOf(cell: CellSummary): Block[] {
  if (cell.status !== 'measured') return [];
  const cellMs = median(cell.launches.map(({ medianMs }) => medianMs));
  return cell.launches.map(({ launch, after, medianMs }) => ({
    launch,
    after: after ?? 'a page load',
    log: Math.log(medianMs / cellMs),
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
