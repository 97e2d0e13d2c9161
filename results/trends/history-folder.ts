import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ResultsError } from '../file/parse.ts';
import { readJson } from '../file/read-json.ts';
import { writeAtomically } from '../file/write.ts';
import { type HistoryEntry, historySchema, otherSurroundings } from './history.ts';

/**
 * Adds a run as a separate file. A run that is added again replaces its own file.
 * @throws {ResultsError} if its surroundings differ from those of the latest other run.
 */
export async function addToHistory(folder: string, entry: HistoryEntry): Promise<string> {
  const latest = (await readHistory(folder)).findLast(({ run }) => run.id !== entry.run.id);
  const other = latest && otherSurroundings(latest, entry);
  if (other !== undefined) {
    throw new ResultsError(
      `the run ${entry.run.id} cannot be added, as it differs from ${latest?.run.id}, the latest run of the history: ${other}; ` +
        'measure without --placement and --isolation, or as the runs of the history were measured',
    );
  }
  const file = join(folder, `${entry.run.id}.json`);
  await writeAtomically(file, `${JSON.stringify(historySchema.parse(entry))}\n`);
  return file;
}

/**
 * Every run in a folder, the oldest first; none if there is no such folder.
 * @throws {ResultsError} if a file is not a history file.
 */
export async function readHistory(folder: string): Promise<HistoryEntry[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ResultsError(`${folder} cannot be read as a history folder: ${error.message}`);
  });
  const entries = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readJson(historySchema, join(folder, name), 'a run of the history')),
  );
  return entries.sort(
    (a, b) => a.run.startedAt.localeCompare(b.run.startedAt) || a.run.id.localeCompare(b.run.id),
  );
}
