import type { CellLaunch } from '../schema/cell.ts';
import { interquartileMean, mean } from '../statistics/estimate.ts';
import { blocksOf } from './blocks.ts';

/**
 * Adds to each cell of one launch its value; a launch is the unit of analysis. It is the interquartile mean of the logarithms of
 * the cell's samples, each without what its cycle does to all transports of its size alike. So the ratio of two values is a mean of
 * the ratios within the cycles, and what disturbs a whole cycle, or a few turns, moves neither.
 */
export function withValuesMs<Item extends { readonly own: CellLaunch }>(
  cells: readonly Item[],
): (Item & { readonly valueMs: number })[] {
  const all = cells.map((cell) => ({ cell, ...turnsOf(cell.own) }));
  const byCycle = new Map<string, number[]>();
  for (const { cycle, deviation } of all.flatMap(({ turns }) => turns)) {
    const deviations = byCycle.get(cycle) ?? [];
    deviations.push(deviation);
    byCycle.set(cycle, deviations);
  }
  const effects = new Map([...byCycle].map(([cycle, deviations]) => [cycle, mean(deviations)]));
  return all.map(({ cell, middle, turns }) => {
    const left = turns.map(({ cycle, deviation }) => deviation - (effects.get(cycle) ?? 0));
    return { ...cell, valueMs: Math.exp(middle + interquartileMean(left)) };
  });
}

/** The samples of a cell in one launch, as logarithms. */
interface Turns {
  readonly middle: number;
  readonly turns: readonly { readonly cycle: string; readonly deviation: number }[];
}

function turnsOf(launch: CellLaunch): Turns {
  const samples = blocksOf(launch).flatMap(({ page, worker, round, samplesMs }) =>
    samplesMs.map((sampleMs, at) => ({ cycle: `${page}/${worker}/${round}/${at}`, log: Math.log(sampleMs) })),
  );
  const middle = interquartileMean(samples.map(({ log }) => log));
  return { middle, turns: samples.map(({ cycle, log }) => ({ cycle, deviation: log - middle })) };
}
