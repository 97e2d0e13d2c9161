import {
  type ComparedPairs,
  type Comparison,
  confirmed,
  isSameCell,
  judgeAll,
} from '../results/comparison.ts';
import type { EngineName, Run } from '../results/schema.ts';

/** Measures all, and once more, on fresh launches, what had regressed. */
export async function judgeTwice<Contest extends { readonly engine: EngineName }>(
  contests: readonly Contest[],
  run: Run,
  measure: (contest: Contest, run: Run, what: 'pairs' | 'confirmation') => Promise<ComparedPairs[]>,
): Promise<Pick<Comparison, 'verdicts' | 'controls'>> {
  const measured: ComparedPairs[] = [];
  for (const contest of contests) measured.push(...(await measure(contest, run, 'pairs')));
  const { verdicts, controls } = judgeAll(measured);
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
    again.push(...(await measure(contest, { ...run, seed, suites }, 'confirmation')));
  }
  const isRegressed = ({ cell }: ComparedPairs) => regressed.some((one) => isSameCell(one, cell));
  return { verdicts: confirmed(verdicts, judgeAll(again.filter(isRegressed)).verdicts), controls };
}
