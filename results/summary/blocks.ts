import type { CellLaunch } from '../schema/cell.ts';
import type { Round } from '../schema/launch.ts';

/** The samples of one cell in one round. */
export interface Block {
  readonly page: number;
  /** Among the workers of the page. */
  readonly worker: number;
  /** Among the rounds of the worker. */
  readonly round: number;
  /** One for each of its turns, unless the transport takes its own samples. */
  readonly samplesMs: readonly number[];
}

/** The cycles of a round in which a transport had a turn. @param own Its number in the suite's list. */
export function cyclesWith(own: number, order: Round['order']): number[] {
  return order.flatMap((cycle, at) => (cycle.includes(own) ? at : []));
}

/** The blocks of a cell in one launch, in the order in which they were measured. */
export function blocksOf({ samplesMs, workers }: CellLaunch): Block[] {
  let from = 0;
  return workers.flatMap(({ page, worker, blocks }) =>
    blocks.map(({ round, samples }) => {
      from += samples;
      return { page, worker, round, samplesMs: samplesMs.slice(from - samples, from) };
    }),
  );
}

/** The pages of a launch, each as a launch with the number of the page. */
export function pagesOf({ samplesMs, workers }: CellLaunch): CellLaunch[] {
  let from = 0;
  const pages = new Map<number, CellLaunch>();
  for (const worker of workers) {
    const own = worker.blocks.reduce((sum, { samples }) => sum + samples, 0);
    const known = pages.get(worker.page) ?? { launch: worker.page, samplesMs: [], workers: [] };
    pages.set(worker.page, {
      ...known,
      samplesMs: [...known.samplesMs, ...samplesMs.slice(from, from + own)],
      workers: [...known.workers, worker],
    });
    from += own;
  }
  return [...pages.values()];
}
