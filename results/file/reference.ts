import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { type Results, resultsSchema } from '../schema/results.ts';
import { hasRun, readResults } from './read.ts';

/** The run that is kept with the suite: what a checkout shows that has not measured anything yet. */
export const REFERENCE_DIR = resolve(import.meta.dirname, '../reference');
export const REFERENCE_FILE = join(REFERENCE_DIR, 'results.json.br');
/** So that a checkout stays small. */
export const MOST_REFERENCE_BYTES = 1_000_000;

/** A sample is not more precise than this. */
const SAMPLE_DIGITS = 4;

/**
 * The results of the latest run in a folder, or else the reference run.
 * @throws {ResultsError} if the file cannot be read, or is not a results file of this version.
 */
export async function latestOrReference(
  folder: string,
): Promise<{ readonly results: Results; readonly isReference: boolean }> {
  const isReference = !(await hasRun(folder));
  const file = isReference ? REFERENCE_FILE : join(folder, 'latest.json');
  return { results: await readResults(file), isReference };
}

/** The text of a results file with rounded samples, compressed. @throws {Error} if rounding makes it invalid. */
export async function compressed(results: Results): Promise<Buffer> {
  const text = JSON.stringify(results, (key, value: unknown) =>
    key === 'samplesMs' && Array.isArray(value)
      ? value.map((sampleMs: number) => Number(sampleMs.toPrecision(SAMPLE_DIGITS)))
      : value,
  );
  resultsSchema.parse(JSON.parse(text));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return promisify(brotliCompress)(text, { params });
}
