import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ResultsError } from '../file/parse.ts';
import { readJson } from '../file/read-json.ts';
import { writeAtomically } from '../file/write.ts';
import { type HistoryEntry, historySchema } from './history.ts';

/** Adds a run as a separate file. A run that is added again replaces its own file. */
export async function addToHistory(folder: string, entry: HistoryEntry): Promise<string> {
  const file = join(folder, `${entry.run.id}.json`);
  await writeAtomically(file, `${JSON.stringify(historySchema.parse(entry))}\n`);
  return file;
}

/**
 * Every run in a folder, the oldest first.
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
