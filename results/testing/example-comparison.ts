import { type Comparison, comparisonSchema, type Judged, outcomeOf } from '../comparison/comparison.ts';
import { exampleResults } from './example.ts';

/** An example comparison with the given verdicts, for the tests. */
export function exampleComparison(judged: Judged): Comparison {
  const { run, hosts, engines } = exampleResults();
  const { id, startedAt, seed, suiteVersion, commit } = run;
  return comparisonSchema.parse({
    comparisonVersion: 1,
    id,
    startedAt,
    endedAt: startedAt,
    seed,
    suiteVersion,
    commit,
    base: `main (${'0123456789'.repeat(4)})`,
    head: `HEAD (${'abcdef0123'.repeat(4)})`,
    design: 'paired launches',
    host: hosts[0],
    engines,
    ...outcomeOf(judged),
    ...judged,
  });
}
