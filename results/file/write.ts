import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Results, resultsSchema } from '../schema/results.ts';
import { ResultsError } from './parse.ts';

export interface ResultsFiles {
  /** What happened, as it happened. */
  readonly log: string;
  /** This run's own file. */
  readonly run: string;
  /** The same, under the name that does not change. */
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
 * Writes a results file under both of its names, each whole or not at all.
 * @throws {Error} where the results are not valid, or the folder cannot be written.
 */
export async function writeResults(folder: string, results: Results): Promise<ResultsFiles> {
  const text = resultsText(results);
  const files = resultsFiles(folder, results.run.id);
  for (const file of [files.run, files.latest]) await writeAtomically(file, text);
  return files;
}

/**
 * A reader sees the old file or the new one: the text goes beside it first, and to the disk.
 * @throws {ResultsError} where the disk is full or the folder cannot be written; what was there before stands.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
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
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw new ResultsError(
      `${file} cannot be written: ${(error as Error).message}; what was there before stands`,
    );
  }
}

/** Node's own recursive mkdir never comes back from below /proc, where nothing can be made. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Another process was there first.
    if (error.code !== 'EEXIST') throw error;
  });
}

/** About what a small run takes. */
const ROOM_BYTES = 64 * 1024;

/** Before a run of minutes: what cannot be written is better known now. @throws {ResultsError} */
export async function checkWritable(folder: string): Promise<void> {
  const file = join(folder, `.writable-${randomUUID()}`);
  await writeAtomically(file, ' '.repeat(ROOM_BYTES));
  await rm(file);
}
