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

/** Significant digits that are kept. The clock changes a sample by up to 2% (`MIN_CLOCK_STEPS`); other times are totals. */
const DIGITS = { sample: 3, time: 5 };

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

/** The text of a results file with rounded times, compressed. @throws {Error} if rounding makes it invalid. */
export async function compressed(results: Results): Promise<Buffer> {
  const text = JSON.stringify(results, (key, value: unknown) => {
    if (key === 'samplesMs' && Array.isArray(value)) return value.map((one) => rounded(one, DIGITS.sample));
    return key.endsWith('Ms') && typeof value === 'number' ? rounded(value, DIGITS.time) : value;
  });
  resultsSchema.parse(JSON.parse(text));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return promisify(brotliCompress)(text, { params });
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
