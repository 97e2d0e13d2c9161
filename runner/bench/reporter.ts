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

/** Playwright tells a reporter of merged shards nothing that would say so. */
const MERGES = process.argv.includes('merge-reports');

/** Draws the progress line while engines run; at the end makes the results file of the run's log. */
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

  /** Live: each attachment is a step. */
  onStepEnd(_: TestCase, __: TestResult, step: TestStep): void {
    this.#take(step.attachments);
  }

  /** Merged from shards there are no steps of attachments that can be relied on; the test has them all. */
  onTestEnd(test: TestCase, result: TestResult): void {
    this.#take(result.attachments);
    this.#progress.ended();
    if (result.status === 'failed' || result.status === 'timedOut') {
      const [engine, suite] = [test.parent.project()?.name, test.title];
      this.#progress.say(`${engine}, ${suite}: ${result.error?.message ?? result.status}`);
    }
  }

  onError(error: { message?: string }): void {
    this.#progress.say(error.message ?? 'an error without a message');
  }

  async onEnd({ status }: FullResult): Promise<void> {
    this.#progress.end();
    const outcome = status === 'interrupted' ? 'interrupted' : 'complete';
    if (MERGES) await endMerged(currentOutDir(), this.#logs);
    else await endRun(currentOutDir(), (await currentRun()).id, outcome);
  }

  #take(attachments: TestResult['attachments']): void {
    for (const attachment of attachments) {
      const { name, body } = attachment;
      if (!body || this.#seen.has(attachment)) continue;
      this.#seen.add(attachment);
      if (name === PROGRESS_ATTACHMENT) this.#progress.take(entrySchema.parse(JSON.parse(body.toString())));
      if (name === LOG_ATTACHMENT && MERGES) this.#logs.push(body.toString());
    }
  }
}
