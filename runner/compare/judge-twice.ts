import {
  type ComparedPairs,
  confirmed,
  isSameCell,
  type Judged,
  judgeAll,
  type Measured,
  type NotCompared,
} from '../../results/comparison/comparison.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Run } from '../../results/schema/run.ts';
import { plannedCells } from '../../suites/plan/schedule.ts';

type Measure<Contest> = (contest: Contest, run: Run, what: 'pairs' | 'confirmation') => Promise<Measured>;

/**
 * Measures all cells, and measures the regressed ones again on fresh launches. If an engine fails, only its own cells are not
 * compared.
 */
export async function judgeTwice<Contest extends { readonly engine: EngineName }>(
  contests: readonly Contest[],
  run: Run,
  measure: Measure<Contest>,
): Promise<Judged> {
  const compared: ComparedPairs[] = [];
  const notCompared: NotCompared[] = [];
  for (const contest of contests) {
    const own = await measureOrFail(contest, run, measure, 'pairs');
    compared.push(...own.compared);
    notCompared.push(...own.notCompared);
  }
  const { verdicts, controls } = judgeAll(compared);
  const regressed = verdicts.filter(({ verdict }) => verdict === 'regressed');
  const again: ComparedPairs[] = [];
  for (const contest of contests) {
    const own = regressed.filter(({ engine }) => engine === contest.engine);
    if (own.length === 0) continue;
    const suites = run.suites.map((suite) => ({
      ...suite,
      sizesBytes: suite.sizesBytes.filter((size) => own.some(({ sizeBytes }) => sizeBytes === size)),
    }));
    const seed = (run.seed + 1) % 2 ** 32;
    const measured = await measureOrFail(contest, { ...run, seed, suites }, measure, 'confirmation');
    again.push(...measured.compared);
    notCompared.push(...measured.notCompared.filter((cell) => own.some((one) => isSameCell(one, cell))));
  }
  const isNeeded = ({ cell, isControl }: ComparedPairs) =>
    isControl || regressed.some((one) => isSameCell(one, cell));
  return {
    verdicts: confirmed(verdicts, judgeAll(again.filter(isNeeded)).verdicts),
    controls,
    notCompared,
  };
}

/** Turns a failure of the engine into cells that are not compared. */
async function measureOrFail<Contest extends { readonly engine: EngineName }>(
  contest: Contest,
  run: Run,
  measure: Measure<Contest>,
  what: 'pairs' | 'confirmation',
): Promise<Measured> {
  try {
    return await measure(contest, run, what);
  } catch (error) {
    const { message } = error as Error;
    const cells = run.suites.flatMap((suite) => plannedCells(suite, contest.engine));
    return {
      compared: [],
      notCompared: cells.map((cell) => ({ ...cell, status: 'failed', reason: message })),
    };
  }
}
