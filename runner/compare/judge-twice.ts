import {
  type ComparedPairs,
  confirmed,
  isSameCell,
  type Judged,
  judgeAll,
  type Measured,
  type NotCompared,
  type Placed,
} from '../../results/comparison/comparison.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Asked } from './pairs.ts';

type Measure<Contest> = (contest: Contest, asked: Asked) => Promise<Measured>;

/** Measures all cells, and measures the regressed ones again on fresh launches. */
export async function judgeTwice<Contest extends { readonly engine: EngineName }>(
  contests: readonly Contest[],
  { run, suite }: Pick<Asked, 'run' | 'suite'>,
  measure: Measure<Contest>,
): Promise<Judged> {
  const compared: ComparedPairs[] = [];
  const notCompared: NotCompared[] = [];
  const placements = new Map<EngineName, Placed>();
  const place = (placed: Placed | null) => {
    // A single launch that was left to the system is enough to say so.
    if (placed && placements.get(placed.engine)?.placement.status !== 'free')
      placements.set(placed.engine, placed);
  };
  for (const contest of contests) {
    const own = await measure(contest, { run, suite, regressed: null });
    compared.push(...own.compared);
    notCompared.push(...own.notCompared);
    place(own.placed);
  }
  const verdicts = judgeAll(compared);
  const again: ComparedPairs[] = [];
  for (const contest of contests) {
    const regressed = verdicts.filter(
      ({ verdict, engine }) => verdict === 'regressed' && engine === contest.engine,
    );
    if (regressed.length === 0) continue;
    const isRegressed = (cell: NotCompared | ComparedPairs['cell']) =>
      regressed.some((one) => isSameCell(one, cell));
    const fresh = { ...run, seed: (run.seed + 1) % 2 ** 32 };
    const own = await measure(contest, { run: fresh, suite, regressed });
    place(own.placed);
    again.push(...own.compared.filter(({ cell }) => isRegressed(cell)));
    notCompared.push(...own.notCompared.filter(isRegressed));
  }
  return {
    verdicts: confirmed(verdicts, judgeAll(again)),
    notCompared,
    placements: [...placements.values()],
  };
}
