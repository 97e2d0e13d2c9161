import { Fold } from '../results/fold.ts';
import type { Entry, Results } from '../results/schema.ts';
import { type ResultsFiles, writeResults } from '../results/write.ts';

const WRITE_EVERY_MS = 1_000;

/** Keeps a run's results file up to date while its entries come. One writer a run. */
export class Recorder {
  readonly #folder: string;
  readonly #fold = new Fold();
  #writtenAtMs = 0;
  #writing: Promise<ResultsFiles> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Takes an entry; the file follows within a second of the next one.
   * @returns A promise that rejects where the file cannot be written.
   */
  async add(entry: Entry): Promise<void> {
    this.#fold.add(entry);
    if (this.#writing || performance.now() - this.#writtenAtMs < WRITE_EVERY_MS) return;
    await this.#write('unfinished');
  }

  /** Writes the file for the last time. `undefined` where nothing was ever recorded. */
  async finish(outcome: Results['outcome']): Promise<{ results: Results; files: ResultsFiles } | undefined> {
    await this.#writing;
    const files = await this.#write(outcome);
    const results = this.#fold.results(outcome, new Date().toISOString());
    return files && results ? { results, files } : undefined;
  }

  async #write(outcome: Results['outcome']): Promise<ResultsFiles | undefined> {
    const results = this.#fold.results(outcome, outcome === 'unfinished' ? null : new Date().toISOString());
    if (!results) return undefined;
    this.#writing = writeResults(this.#folder, results);
    try {
      return await this.#writing;
    } finally {
      this.#writing = undefined;
      this.#writtenAtMs = performance.now();
    }
  }
}
