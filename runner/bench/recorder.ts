import { Fold } from '../../results/file/fold.ts';
import { type ResultsFiles, writeResults } from '../../results/file/write.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Results } from '../../results/schema/results.ts';
import { withFigureClaims } from './figure-claims.ts';

/** The engine goes on while a file is written: seldom enough to be no noise, often enough to lose little. */
const WRITE_EVERY_MS = 3_000;

/** Keeps a run's results file up to date while its entries come. One writer a run. */
export class Recorder {
  readonly #folder: string;
  readonly #fold: Fold;
  readonly #writesMeanwhile: boolean;
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #writing: Promise<unknown> | undefined;
  #finished = false;

  /**
   * @param begun What stands already of a run that is gone on with.
   * @param writesMeanwhile Not where all is there at once, and may turn out to be no one run.
   */
  constructor(folder: string, begun?: Results, writesMeanwhile = true) {
    this.#writesMeanwhile = writesMeanwhile;
    this.#folder = folder;
    this.#fold = new Fold(begun);
  }

  /**
   * Takes an entry; the file follows with one of the next. What comes after the end is too late.
   * @returns A promise that rejects where the file cannot be written.
   */
  async add(entry: Entry): Promise<void> {
    if (this.#finished) return;
    this.#fold.add(entry);
    if (!this.#writesMeanwhile || this.#writing || performance.now() - this.#writtenAtMs < WRITE_EVERY_MS)
      return;
    const { results } = this;
    if (!results) return;
    this.#writing = writeResults(this.#folder, results);
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
      this.#writtenAtMs = performance.now();
    }
  }

  /** Writes the file for the last time. `undefined` where nothing was ever recorded. */
  async finish(outcome: Results['outcome']): Promise<{ results: Results; files: ResultsFiles } | undefined> {
    this.#finished = true;
    // Whether that one succeeds or not, this one has all.
    await this.#writing?.catch(() => {});
    const results = this.#results(outcome, new Date().toISOString());
    return results && { results, files: await writeResults(this.#folder, results) };
  }

  /** The results so far. */
  get results(): Results | undefined {
    return this.#results('unfinished', null);
  }

  #results(outcome: Results['outcome'], endedAt: string | null): Results | undefined {
    const results = this.#fold.results(outcome, endedAt);
    return results && withFigureClaims(results);
  }
}
