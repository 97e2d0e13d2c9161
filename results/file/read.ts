import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Results } from '../schema/results.ts';
import { resultsOfLog } from './log.ts';
import { parseResults, ResultsError } from './parse.ts';

/** A --full run of six engines has 5 MB. */
const MOST_BYTES = 256 * 1024 ** 2;
const LOG = '.ndjson';

/**
 * Reads a results file, or the log of a run. Where a run's log is newer than its results file, as while the run goes on or
 * after it was killed, the results are those that the log tells of.
 * @throws {ResultsError} where there is no file, or it is no results file of this version.
 */
export async function readResults(file: string): Promise<Results> {
  const source = file.endsWith(LOG) ? file : ((await newerLog(file)) ?? file);
  const text = await readText(source);
  return source.endsWith(LOG) ? resultsOfLog(text, source) : parseResults(text, source);
}

/** The log that tells more than a results file does: of its own run, or of any run where the file is the latest one's. */
async function newerLog(file: string): Promise<string | undefined> {
  const logs =
    basename(file) === 'latest.json'
      ? await logsIn(join(dirname(file), 'runs'))
      : [file.replace(/\.json$/, LOG)].filter((log) => log !== file);
  const [fileMs, ...logsMs] = await Promise.all([file, ...logs].map(modifiedMs));
  const newestMs = Math.max(...logsMs);
  return newestMs > (fileMs ?? 0) ? logs[logsMs.indexOf(newestMs)] : undefined;
}

async function logsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(LOG)).map((name) => join(folder, name));
}

/** 0 where there is no such file. */
async function modifiedMs(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new Error(`${size} bytes; no results file is larger than ${MOST_BYTES}`);
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ResultsError(
      missing
        ? `${file}: there is no such file; npm run bench writes one`
        : `${file}: ${(error as Error).message}`,
    );
  }
}
