import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { shownCommand } from '../command-line/installation.mjs';
import type { Results } from '../schema/results.ts';
import { resultsOfLog } from './log.ts';
import { parseResults, ResultsError } from './parse.ts';

/** The results of a --full run of six engines have 5 MB. */
const MOST_BYTES = 256 * 1024 ** 2;
const LOG = '.ndjson';
const COMPRESSED = '.br';

/**
 * Reads a results file, which may be compressed, or the log of a run. If the log of a run is newer than its results file, the log is read: the run is
 * not complete, or was killed.
 * @throws {ResultsError} if there is no file, or it is not a results file of this version.
 */
export async function readResults(file: string): Promise<Results> {
  const source = file.endsWith(LOG) ? file : ((await newerLog(file)) ?? file);
  const text = await readText(source);
  return source.endsWith(LOG) ? resultsOfLog(text, source) : parseResults(text, source);
}

/** A log that is newer than the results file: the log of the same run or, for latest.json, of any run. */
async function newerLog(file: string): Promise<string | undefined> {
  const logs =
    basename(file) === 'latest.json'
      ? await logsIn(join(dirname(file), 'runs'))
      : [file.replace(/\.json$/, LOG)].filter((log) => log !== file);
  const [fileMs, ...logsMs] = await Promise.all([file, ...logs].map(modifiedMs));
  const newestMs = Math.max(...logsMs);
  return newestMs > (fileMs ?? 0) ? logs[logsMs.indexOf(newestMs)] : undefined;
}

/** Whether a folder has a run: a results file, or the log of a run that was killed. */
export async function hasRun(folder: string): Promise<boolean> {
  const files = [join(folder, 'latest.json'), ...(await logsIn(join(folder, 'runs')))];
  return (await Promise.all(files.map(modifiedMs))).some((ms) => ms > 0);
}

async function logsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(LOG)).map((name) => join(folder, name));
}

/** 0 if there is no such file, or it is empty: a run that is killed at its start leaves an empty log. */
export async function modifiedMs(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return found && found.size > 0 ? found.mtimeMs : 0;
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new Error(`${size} bytes; a results file has at most ${MOST_BYTES}`);
    if (!file.endsWith(COMPRESSED)) return await readFile(file, 'utf8');
    const text = await promisify(brotliDecompress)(await readFile(file), { maxOutputLength: MOST_BYTES });
    return text.toString('utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ResultsError(
      missing
        ? `${file}: no such file; ${shownCommand('bench')} creates one`
        : `${file}: ${(error as Error).message}`,
    );
  }
}
