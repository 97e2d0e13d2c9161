import type { Reporter, Suite, TestCase } from 'playwright/types/testReporter';

/** Ends the tests' output with what was skipped and why, and one line of totals. */
export default class SkippedReporter implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onEnd(): void {
    const totals = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    for (const test of this.#tests) {
      totals[test.outcome()]++;
      if (test.outcome() !== 'skipped') continue;
      const why = test.annotations.concat(test.results.flatMap(({ annotations }) => annotations));
      const reason = why.find(({ type }) => type === 'skip')?.description ?? 'not run';
      console.log(`skipped: ${test.titlePath().filter(Boolean).join(' › ')}: ${reason}`);
    }
    const { expected, unexpected, flaky, skipped } = totals;
    console.log(`${expected} passed, ${unexpected + flaky} failed, ${skipped} skipped`);
  }
}
