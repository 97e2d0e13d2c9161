import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { SUITES } from '../../suites/suites.ts';
import { CLAIMS } from './flags.ts';

/** One of Playwright's tests of a run, in each engine: suites that share their launches, one suite, or the claims. */
export interface RunTest {
  readonly title: string;
  /** Empty: the claims. */
  readonly suites: readonly SuiteInfo[];
}

const SHARING = SUITES.filter(({ sharesLaunches }) => sharesLaunches).map(({ name }) => name);

/** The tests of a run, in their order. */
export function testsOf({ suites, claims }: Run): RunTest[] {
  const sharing = suites.filter(({ name }) => SHARING.includes(name));
  const others = suites.filter((suite) => !sharing.includes(suite)).map((suite) => [suite]);
  const groups = sharing.length === 0 ? others : [sharing, ...others];
  const tests = groups.map((group) => ({ title: group.map(({ name }) => name).join(', '), suites: group }));
  return claims ? [...tests, { title: CLAIMS, suites: [] }] : tests;
}
