import type { Reporter, Suite, TestCase } from 'playwright/types/testReporter';

/** Why the tests of pages, and of Chromium itself, are skipped. */
const NO_CHROMIUM = /^(no Chromium|chromium: not found)/;

/** Prints the skipped tests with their reasons, and a line of totals, at the end of the output. */
export default class SkippedReporter implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  async onEnd(): Promise<{ status: 'failed' } | undefined> {
    // Tests that are only listed have no result.
    if (this.#tests.every(({ results }) => results.length === 0)) return undefined;
    const reasons: string[] = [];
    const totals = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    for (const test of this.#tests) {
      totals[test.outcome()]++;
      if (test.outcome() !== 'skipped') continue;
      const annotations = test.annotations.concat(test.results.flatMap((result) => result.annotations));
      const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'not run';
      reasons.push(reason);
      console.log(`skipped: ${test.titlePath().filter(Boolean).join(' › ')}: ${reason}`);
    }
    const { expected, unexpected, flaky, skipped } = totals;
    console.log(`${expected} passed, ${unexpected + flaky} failed, ${skipped} skipped`);
    if (!('CI' in process.env) || !reasons.some((reason) => NO_CHROMIUM.test(reason))) return undefined;
    console.log('failed: in CI there must be a Chromium, or no page was tested');
    return { status: 'failed' };
  }
}
