import { transports } from 'virtual:transports';
import type { SuiteBuild } from '../../results/file/suite-build.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { identityOf, type RunIdentity } from '../../suites/pages/local-run.ts';
import { describeSuite } from '../../suites/plan/describe.ts';
import { isMeasuredBy } from '../../suites/suite.ts';
import { SUITES } from '../../suites/suites.ts';

/** Set by the build. */
declare const SUITE_BUILD: SuiteBuild;

/** The suites that this page can measure: the threads of a browser that a visitor opened cannot be placed. */
const MEASURABLE = SUITES.filter(({ repeats }) => repeats === null);
export const LIVE_SUITES: readonly SuiteInfo[] = MEASURABLE.map((suite) => describeSuite(suite, transports));
/** Those that are chosen at first: a suite without sizes (0) would ignore the visitor's limit, and a phone may not have 256 MiB. */
export const DEFAULT_SUITES: readonly string[] = MEASURABLE.flatMap((suite) =>
  isMeasuredBy(suite, 'default') && !suite.sizesBytes?.includes(0) ? [suite.name] : [],
);

export function newIdentity(): RunIdentity {
  return identityOf(SUITE_BUILD);
}
