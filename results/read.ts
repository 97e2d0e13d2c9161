import { readFile } from 'node:fs/promises';
import { parseResults, ResultsError } from './parse.ts';
import type { Results } from './schema.ts';

/** @throws {ResultsError} where there is no file, or it is no results file of this version. */
export async function readResults(file: string): Promise<Results> {
  let text: string;
  try {
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
