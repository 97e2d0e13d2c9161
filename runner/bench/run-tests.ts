import type { Run } from '../../results/schema/run.ts';
import { SUITES } from '../../suites/suites.ts';
import { CLAIMS } from './flags.ts';

/** What one of Playwright's tests measures in each engine: suites that share their launches, one suite, or the claims. */
export type RunTest = readonly string[];

const SHARING = SUITES.filter(({ sharesLaunches }) => sharesLaunches).map(({ name }) => name);

/** The tests of a run, in their order. */
export function testsOf({ suites, claims }: Pick<Run, 'suites' | 'claims'>): RunTest[] {
  const names = suites.map(({ name }) => name);
  const sharing = names.filter((name) => SHARING.includes(name));
  const others = names.filter((name) => !SHARING.includes(name)).map((name) => [name]);
  return [...(sharing.length === 0 ? [] : [sharing]), ...others, ...(claims ? [[CLAIMS]] : [])];
}
