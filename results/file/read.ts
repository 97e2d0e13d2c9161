import { readFile, stat } from 'node:fs/promises';
import type { Results } from '../schema/results.ts';
import { parseResults, ResultsError } from './parse.ts';

/** A --full run of six engines has 5 MB. */
const MOST_BYTES = 256 * 1024 ** 2;

/** @throws {ResultsError} where there is no file, or it is no results file of this version. */
export async function readResults(file: string): Promise<Results> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new Error(`${size} bytes; no results file is larger than ${MOST_BYTES}`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ResultsError(
      missing
        ? `${file}: there is no such file; npm run bench writes one`
        : `${file}: ${(error as Error).message}`,
    );
  }
  return parseResults(text, file);
}
