import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestResult,
  TestStep,
} from 'playwright/types/testReporter';
import { MixedRunsError } from '../../results/file/fold.ts';
import { entrySchema } from '../../results/schema/entry.ts';
import { Progress } from './progress.ts';
import { Recorder } from './recorder.ts';
import { begunResults, currentOutDir } from './run.ts';

/** Playwright tells a reporter of merged shards nothing that would say so. */
const MERGES = process.argv.includes('merge-reports');

/** Turns what the tests attach into the results file and the progress line. */
export default class BenchReporter implements Reporter {
  readonly #recorder = new Recorder(currentOutDir(), begunResults(), !MERGES);
  readonly #progress = new Progress();
  readonly #seen = new WeakSet<object>();
  #failure: Error | undefined;

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
    // Of parts that are no whole there is no file to write.
    if (this.#failure instanceof MixedRunsError) throw this.#failure;
    try {
      await this.#recorder.finish(status === 'interrupted' ? 'interrupted' : 'complete');
    } catch (error) {
      this.#failure ??= error as Error;
    }
    if (this.#failure) throw this.#failure;
  }

  #take(attachments: TestResult['attachments']): void {
    for (const attachment of attachments) {
      if (attachment.name !== 'entry' || !attachment.body || this.#seen.has(attachment)) continue;
      this.#seen.add(attachment);
      const entry = entrySchema.parse(JSON.parse(attachment.body.toString('utf8')));
      this.#progress.take(entry);
      this.#recorder.add(entry).catch((error: Error) => {
        if (!this.#failure) this.#progress.say(error.message);
        this.#failure ??= error;
      });
    }
  }
}
