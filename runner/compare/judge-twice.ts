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
import { plannedCells } from '../../suites/plan/schedule.ts';
import type { Asked } from './pairs.ts';

type Measure<Contest> = (contest: Contest, asked: Asked) => Promise<Measured>;

/**
 * Measures all cells, and measures the regressed ones again on fresh launches. If an engine fails, only its own cells are not
 * compared.
 */
export async function judgeTwice<Contest extends { readonly engine: EngineName }>(
  contests: readonly Contest[],
  { run, suite }: Pick<Asked, 'run' | 'suite'>,
  measure: Measure<Contest>,
): Promise<Judged> {
  const compared: ComparedPairs[] = [];
  const notCompared: NotCompared[] = [];
  const placements: Placed[] = [];
  for (const contest of contests) {
    const own = await measureOrFail(contest, { run, suite, regressed: null }, measure);
    compared.push(...own.compared);
    notCompared.push(...own.notCompared);
    if (own.placed) placements.push(own.placed);
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
    const own = await measureOrFail(contest, { run: fresh, suite, regressed }, measure);
    again.push(...own.compared.filter(({ cell }) => isRegressed(cell)));
    notCompared.push(...own.notCompared.filter(isRegressed));
  }
  return { verdicts: confirmed(verdicts, judgeAll(again)), notCompared, placements };
}

/** Turns a failure of the engine into cells that are not compared. */
async function measureOrFail<Contest extends { readonly engine: EngineName }>(
  contest: Contest,
  asked: Asked,
  measure: Measure<Contest>,
): Promise<Measured> {
  try {
    return await measure(contest, asked);
  } catch (error) {
    const { message } = error as Error;
    return {
      compared: [],
      placed: null,
      notCompared: plannedCells(asked.suite, contest.engine).map((cell) => ({
        ...cell,
        status: 'failed',
        reason: message,
      })),
    };
  }
}
