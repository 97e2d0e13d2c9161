import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestResult,
  TestStep,
} from 'playwright/types/testReporter';
import { entrySchema } from '../../results/schema/entry.ts';
import { Progress } from './progress.ts';
import { currentOutDir, currentRun } from './run.ts';
import { endMerged, endRun, LOG_ATTACHMENT, PROGRESS_ATTACHMENT } from './run-log.ts';

/** Playwright does not tell a reporter whether it merges shards, so the command line is checked. */
const IS_MERGING = process.argv.includes('merge-reports');

/** Draws the progress line while engines run, and at the end creates the results file from the run's log. */
export default class BenchReporter implements Reporter {
  readonly #progress = new Progress();
  readonly #seen = new WeakSet<object>();
  readonly #logs: string[] = [];

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_: FullConfig, suite: Suite): void {
    this.#progress.begin(suite.allTests().length);
  }

  /** In a live run, each attachment arrives as a step. */
  onStepEnd(_: TestCase, __: TestResult, step: TestStep): void {
    this.#take(step.attachments);
  }

  /** When shards are merged, the steps of attachments are unreliable, but the test has all attachments. */
  onTestEnd(test: TestCase, result: TestResult): void {
    this.#take(result.attachments);
    this.#progress.onTestEnd(result.status === 'passed');
    if (result.status === 'failed' || result.status === 'timedOut') {
      const [engine, suite] = [test.parent.project()?.name, test.title];
      this.#progress.print(`${engine}, ${suite}: ${result.error?.message ?? result.status}`);
    }
  }

  onError(error: { message?: string }): void {
    this.#progress.print(error.message ?? 'an error without a message');
  }

  async onEnd({ status }: FullResult): Promise<void> {
    this.#progress.end();
    const outcome = status === 'interrupted' ? 'interrupted' : 'if nothing is missing';
    if (IS_MERGING) await endMerged(currentOutDir(), this.#logs, outcome);
    else await endRun(currentOutDir(), (await currentRun()).id, outcome);
  }

  #take(attachments: TestResult['attachments']): void {
    for (const attachment of attachments) {
      const { name, body } = attachment;
      if (!body || this.#seen.has(attachment)) continue;
      this.#seen.add(attachment);
      if (name === PROGRESS_ATTACHMENT)
        this.#progress.onEntry(entrySchema.parse(JSON.parse(body.toString())));
      if (name === LOG_ATTACHMENT && IS_MERGING) this.#logs.push(body.toString());
    }
  }
}
