import { existsSync } from 'node:fs';
import type { TestInfo } from 'playwright/test';
import { appendLog, LogWriter, resultsOfLog } from '../../results/file/log.ts';
import { readResults } from '../../results/file/read.ts';
import { resultsFiles, writeResults } from '../../results/file/write.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Results } from '../../results/schema/results.ts';

/** What a test tells the reporter while engines run: an entry that moves the progress line. */
export const PROGRESS_ATTACHMENT = 'progress';
/** What a shard takes along: all that its test has recorded. */
export const LOG_ATTACHMENT = 'log';

/** Between two pages, or where nothing is timed: an attachment costs more than an appended line. */
const MOVES_PROGRESS: readonly Entry['kind'][] = ['run', 'launch', 'page', 'pressure'];

type Record = (entry: Entry) => Promise<void>;

/** Runs a test's measuring with the run's log open. What it records stays, however the test ends. */
export async function withLog(
  file: string,
  info: TestInfo,
  measure: (record: Record) => Promise<void>,
): Promise<void> {
  const log = new LogWriter(file);
  const record = async (entry: Entry): Promise<void> => {
    log.append(entry);
    if (!MOVES_PROGRESS.includes(entry.kind)) return;
    await info.attach(PROGRESS_ATTACHMENT, { body: JSON.stringify(entry), contentType: 'application/json' });
  };
  try {
    await measure(record);
  } finally {
    log.close();
    await info.attach(LOG_ATTACHMENT, { body: log.text(), contentType: 'application/x-ndjson' });
  }
}

/**
 * Ends a run: its log says so, and its results file is made from it.
 * @returns `undefined` where nothing was ever recorded.
 * @throws {ResultsError} where the log cannot be read, or the files cannot be written.
 */
export async function endRun(
  folder: string,
  id: string,
  outcome: 'interrupted' | 'complete',
): Promise<Results | undefined> {
  const { log: file } = resultsFiles(folder, id);
  if (!existsSync(file)) return undefined;
  append(file, { kind: 'ended', at: new Date().toISOString(), outcome });
  const results = await readResults(file);
  await writeResults(folder, results);
  return results;
}

/**
 * Ends a run whose parts were measured by shards.
 * @throws {MixedRunsError} where they are of several runs; nothing is written then.
 */
export async function endMerged(folder: string, logs: readonly string[]): Promise<void> {
  const text = logs.join('');
  if (text === '') return;
  const { run } = resultsOfLog(text, 'the merged shards');
  appendLog(resultsFiles(folder, run.id).log, text);
  await endRun(folder, run.id, 'complete');
}

/** Continues a run that was interrupted or killed: what was not measured to its end begins again. */
export function resumeRun(folder: string, id: string): void {
  append(resultsFiles(folder, id).log, { kind: 'resumed', at: new Date().toISOString() });
}

function append(file: string, entry: Entry): void {
  const log = new LogWriter(file);
  log.append(entry);
  log.close();
}
