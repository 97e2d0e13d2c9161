import { transports } from 'virtual:transports';
import type { SuiteBuild } from '../../results/file/suite-build.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { describeSuite } from '../../suites/plan/describe.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { SUITES } from '../../suites/suites.ts';

/** Set by the build. */
declare const SUITE_BUILD: SuiteBuild;

/** What identifies a run. The rest of its plan is the same in every run of this page. */
export type RunIdentity = Pick<Run, 'id' | 'startedAt' | 'seed' | keyof SuiteBuild>;

const PROFILE = 'quick';

/** The suites that this page can measure: the threads of a browser that a visitor opened cannot be placed. */
const MEASURABLE = SUITES.filter(({ repeats }) => repeats === null);
export const LIVE_SUITES: readonly SuiteInfo[] = MEASURABLE.map((suite) => describeSuite(suite, transports));
export const DEFAULT_SUITES: readonly string[] = MEASURABLE.flatMap(({ name, byDefault }) =>
  byDefault ? [name] : [],
);

export function newIdentity(): RunIdentity {
  const startedAt = new Date().toISOString();
  const [seed = 0, number = 0] = crypto.getRandomValues(new Uint32Array(2));
  const id = `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${number.toString(16)}`;
  return { id, startedAt, seed, ...SUITE_BUILD };
}

/** The plan of a run of this page: one launch. */
export function liveRun(identity: RunIdentity, suites: SuiteInfo[]): Run {
  const { sampling, pressure } = PROFILES[PROFILE];
  return {
    ...identity,
    profile: PROFILE,
    suites,
    claims: false,
    isolation: 'on',
    sampling: { ...sampling, leastLaunches: 1, mostLaunches: 1 },
    pressure,
  };
}
