import type { Run } from '../../results/schema/run.ts';
import { expectedLaunchMs } from '../../suites/plan/schedule.ts';
import { whySuiteNotWatched } from '../measure/watch-suite.ts';
import { type RunTest, testsOf } from './run-tests.ts';

/** How much of their budgets the suites of a run take: measured with six engines, where some need all and others half. */
const BUDGET_USE: Record<Run['profile'], number> = { quick: 0.8, default: 0.7, full: 1 };
/** The time for checking the claims in one engine. */
const CLAIMS_MS = 4_000;
/** The first launch of a test says how long the others take once half of it is done. */
const LEAST_LAUNCHES = 0.5;

/** The current test of a run. */
export interface CurrentTest {
  /** Among the tests of all engines. */
  readonly number: number;
  readonly elapsedMs: number;
  /** How many launches are done, as a fraction too. */
  readonly launches: number;
}

/** Estimates how long a run will still take: from its budgets, and from what its tests took in the engines before. */
export class TimeLeft {
  readonly #tests: readonly RunTest[];
  readonly #typicalMs: ReadonlyMap<RunTest, number>;
  readonly #takenMs = new Map<RunTest, number[]>();

  constructor(run: Run) {
    this.#tests = testsOf(run);
    this.#typicalMs = new Map(this.#tests.map((test) => [test, typicalMs(run, test)]));
  }

  /** @param number Among the tests of all engines, which are the same in each. */
  testOf(number: number): RunTest {
    return this.#tests[number % this.#tests.length] as RunTest;
  }

  /** Call when a test was measured from its beginning to its end. */
  add(number: number, durationMs: number): void {
    const test = this.testOf(number);
    this.#takenMs.set(test, [...(this.#takenMs.get(test) ?? []), durationMs]);
  }

  /**
   * @param tests The number of tests in all engines.
   * @param needed How many launches the current test will have at least.
   * @param isRequested Whether it will have just these. The budgets then say only how the tests compare.
   * @returns `undefined` while nothing can be said.
   */
  leftMs(
    { number, elapsedMs, launches }: CurrentTest,
    tests: number,
    { needed, isRequested }: { readonly needed: number; readonly isRequested: boolean },
  ): number | undefined {
    const isPaced = launches >= LEAST_LAUNCHES;
    if (isRequested && !isPaced) return undefined;
    const neededMs = isPaced ? (elapsedMs / launches) * needed : 0;
    const pace = isRequested ? neededMs / this.#typicalMsOf(number) : 1;
    const currentMs = isRequested ? neededMs : Math.max(neededMs, this.#expectedMs(number, pace));
    let leftMs = Math.max(0, currentMs - elapsedMs);
    for (let later = number + 1; later < tests; later++) leftMs += this.#expectedMs(later, pace);
    return leftMs;
  }

  #expectedMs(number: number, pace: number): number {
    const takenMs = this.#takenMs.get(this.testOf(number));
    if (!takenMs) return pace * this.#typicalMsOf(number);
    return takenMs.reduce((sum, one) => sum + one, 0) / takenMs.length;
  }

  #typicalMsOf(number: number): number {
    return this.#typicalMs.get(this.testOf(number)) ?? 0;
  }
}

/** A suite takes most of its share of the budgets, or as long as the launches that an interval needs. */
function typicalMs(run: Run, names: RunTest): number {
  const own = run.suites.filter(({ name }) => names.includes(name));
  if (own.length === 0) return CLAIMS_MS;
  const { sampling, pressure } = run;
  const budgetUse = BUDGET_USE[run.profile];
  return own.reduce((sum, suite) => {
    const neededMs = sampling.leastLaunches * expectedLaunchMs(run, suite, suite.sizesBytes);
    const timingMs = Math.max(budgetUse * suite.timeShare * sampling.budgetMs, neededMs);
    const isWatched = whySuiteNotWatched(run, suite) === undefined;
    return sum + timingMs + (isWatched ? suite.timeShare * pressure.budgetMs : 0);
  }, 0);
}
