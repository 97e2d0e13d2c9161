import {
  COMPARISON_VERSION,
  type Comparison,
  comparisonSchema,
  type Judged,
  outcomeOf,
} from '../comparison/comparison.ts';
import { exampleResults } from './example.ts';

/** An example comparison with the given verdicts, for the tests. */
export function exampleComparison(judged: Omit<Judged, 'placements'>): Comparison {
  const { run, hosts, engines } = exampleResults();
  const { id, startedAt, seed, suiteVersion, commit, noCommit } = run;
  return comparisonSchema.parse({
    comparisonVersion: COMPARISON_VERSION,
    id,
    startedAt,
    endedAt: startedAt,
    seed,
    suiteVersion,
    commit,
    noCommit,
    base: `main (${'0123456789'.repeat(4)})`,
    head: `HEAD (${'abcdef0123'.repeat(4)})`,
    design: 'paired launches',
    host: hosts[0],
    engines: { base: engines, head: engines },
    placements: [],
    suite: { name: 'round-trip', parameter: null },
    ...outcomeOf(judged),
    ...judged,
  });
}
