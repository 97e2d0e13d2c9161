import type { Run } from '../../results/schema/run.ts';
import { isMeasuredBy } from '../../suites/suite.ts';
import { SUITES } from '../../suites/suites.ts';
import { CLAIMS } from './flags.ts';

/** What one of Playwright's tests measures in each engine: suites that share their launches, one suite, or the claims. */
export type RunTest = readonly string[];

const SHARING = SUITES.filter(({ sharesLaunches }) => sharesLaunches);
/**
 * The suites that only `--full` measures have launches of their own, so that it measures the others in the same surroundings as a
 * default run.
 */
const SHARED_LAUNCHES = [true, false].map((inDefault) =>
  SHARING.filter((suite) => isMeasuredBy(suite, 'default') === inDefault).map(({ name }) => name),
);

/** The tests of a run, in their order. */
export function testsOf({ suites, claims }: Pick<Run, 'suites' | 'claims'>): RunTest[] {
  const names = suites.map(({ name }) => name);
  const shared = SHARED_LAUNCHES.map((sharing) => names.filter((name) => sharing.includes(name)));
  const alone = names.filter((name) => !SHARED_LAUNCHES.flat().includes(name)).map((name) => [name]);
  return [...shared.filter((test) => test.length > 0), ...alone, ...(claims ? [[CLAIMS]] : [])];
}
