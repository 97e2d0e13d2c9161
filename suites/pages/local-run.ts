import { Fold } from '../../results/file/fold.ts';
import type { SuiteBuild } from '../../results/file/suite-build.ts';
import { Visit } from '../../results/file/visit.ts';
import { VISIT } from '../../results/file/visitor.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { MeasurePlan } from '../plan/plan.ts';
import { PROFILES } from '../plan/profiles.ts';
import { schedule } from '../plan/schedule.ts';

const PROFILE = 'quick';

/** What identifies a run. The rest of its plan follows from the suites. */
export type RunIdentity = Pick<Run, 'id' | 'startedAt' | 'seed' | keyof SuiteBuild>;

export function identityOf(build: SuiteBuild): RunIdentity {
  const startedAt = new Date().toISOString();
  const [seed = 0, number = 0] = crypto.getRandomValues(new Uint32Array(2));
  const id = `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${number.toString(16)}`;
  return { id, startedAt, seed, ...build };
}

/** The plan of a run: one launch. */
export function localPlan(identity: RunIdentity, suites: SuiteInfo[]): Run {
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

/** A run that a page plans and keeps itself, without a server: one launch in the reader's browser. */
export class LocalRun {
  readonly pages: readonly MeasurePlan[];
  readonly #fold = new Fold();
  readonly #visit: Visit;

  constructor(run: Run) {
    this.pages = run.suites.flatMap((suite) => schedule(run, { engine: VISIT, suite, launch: 0 }));
    this.#visit = new Visit(run, this.pages, navigator.userAgent);
    this.#add(this.#visit.begin());
  }

  /** Takes what a page found. */
  hear(message: PageMessage): void {
    this.#add(this.#visit.hear(message));
  }

  end(outcome: 'complete' | 'interrupted'): Results {
    this.#add([...this.#visit.end(), { kind: 'ended', at: new Date().toISOString(), outcome }]);
    return this.#fold.results() as Results;
  }

  #add(entries: readonly Entry[]): void {
    for (const entry of entries) this.#fold.add(entry);
  }
}
