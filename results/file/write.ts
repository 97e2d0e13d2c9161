import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Results, resultsSchema } from '../schema/results.ts';
import { ResultsError } from './parse.ts';

export interface ResultsFiles {
  /** The log of the run. */
  readonly log: string;
  /** The results file of this run. */
  readonly run: string;
  /** A copy with a fixed name: the results file of the latest run. */
  readonly latest: string;
}

export function resultsFiles(folder: string, id: string): ResultsFiles {
  const runs = join(folder, 'runs');
  return {
    log: join(runs, `${id}.ndjson`),
    run: join(runs, `${id}.json`),
    latest: join(folder, 'latest.json'),
  };
}

/** @throws {Error} where the results are not valid. */
export function resultsText(results: Results): string {
  return `${JSON.stringify(resultsSchema.parse(results))}\n`;
}

/**
 * Writes both copies of a results file. Each write is atomic.
 * @throws {Error} if the results are not valid, or the folder cannot be written.
 */
export async function writeResults(folder: string, results: Results): Promise<ResultsFiles> {
  const text = resultsText(results);
  const files = resultsFiles(folder, results.run.id);
  for (const file of [files.run, files.latest]) await writeAtomically(file, text);
  return files;
}

/** Whether what a file's name stands for is a device or a pipe, such as `/dev/stdout`, which must not be replaced by a file. */
async function isStream(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/**
 * A reader sees either the old file or the new one: the text is written to a temporary file, which then replaces the old one.
 * @throws {ResultsError} if the disk is full or the folder cannot be written. The previous file is then unchanged.
 */
export async function writeAtomically(file: string, text: string | Uint8Array): Promise<void> {
  if (await isStream(file)) {
    return writeFile(file, text).catch((error: Error) => {
      throw new ResultsError(`${file} cannot be written: ${error.message}`);
    });
  }
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    await makeFolder(dirname(file));
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw new ResultsError(
      `${file} cannot be written: ${(error as Error).message}; the previous file is unchanged`,
    );
  }
}

/** A virus scanner or a reader may have the file open, which Windows refuses to replace meanwhile. */
const BUSY: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const BUSY_TRIES = 10;
const BUSY_PAUSE_MS = 100;

async function replace(beside: string, file: string, tries = BUSY_TRIES): Promise<void> {
  try {
    await rename(beside, file);
  } catch (error) {
    const isBusy = process.platform === 'win32' && BUSY.has((error as NodeJS.ErrnoException).code);
    if (!isBusy || tries === 1) throw error;
    await setTimeout(BUSY_PAUSE_MS);
    await replace(beside, file, tries - 1);
  }
}

/** Node's recursive mkdir never returns for a folder in /proc, where no folder can be made. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Another process has made the folder.
    if (error.code !== 'EEXIST') throw error;
  });
}

/** About the size of a small run. */
const ROOM_BYTES = 64 * 1024;

/** Called before a run, so that a write error does not occur after minutes of measuring. @throws {ResultsError} */
export async function checkWritable(folder: string): Promise<void> {
  const file = join(folder, `.writable-${randomUUID()}`);
  await writeAtomically(file, ' '.repeat(ROOM_BYTES));
  await rm(file);
}

/** The same for a file: a folder cannot be replaced by one. @throws {ResultsError} */
export async function checkWritableFile(file: string): Promise<void> {
  if (await isStream(file)) return;
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new ResultsError(`${file} cannot be written: it is a folder`);
  await checkWritable(dirname(file));
}
