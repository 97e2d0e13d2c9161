import { existsSync } from 'node:fs';
import type { TestInfo } from 'playwright/test';
import { appendLog, LogWriter, resultsOfLog } from '../../results/file/log.ts';
import { readResults } from '../../results/file/read.ts';
import { resultsFiles, writeResults } from '../../results/file/write.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Results } from '../../results/schema/results.ts';
import { missingParts } from './resume.ts';

/** The attachment that a test sends to the reporter while engines run: an entry that updates the progress line. */
export const PROGRESS_ATTACHMENT = 'progress';
/** The attachment that a shard's blob contains: everything that the test has recorded. */
export const LOG_ATTACHMENT = 'log';

/** The entries that are attached at once. None of them occurs while a page measures, as an attachment costs more than an appended line. */
const PROGRESS_KINDS: readonly Entry['kind'][] = ['run', 'launch', 'page', 'pressure'];

type Record = (entry: Entry) => Promise<void>;

/** Runs `measure` with the run's log open. What it records is kept even if the test fails. */
export async function withLog(
  file: string,
  info: TestInfo,
  measure: (record: Record) => Promise<void>,
): Promise<void> {
  const log = new LogWriter(file);
  const record = async (entry: Entry): Promise<void> => {
    log.append(entry);
    if (!PROGRESS_KINDS.includes(entry.kind)) return;
    await info.attach(PROGRESS_ATTACHMENT, { body: JSON.stringify(entry), contentType: 'application/json' });
  };
  try {
    await measure(record);
  } finally {
    log.close();
    await info.attach(LOG_ATTACHMENT, { body: log.text(), contentType: 'application/x-ndjson' });
  }
}

/** `if nothing is missing`: complete, unless an engine lacks a suite or the claims because its process ended. */
type Outcome = 'interrupted' | 'complete' | 'if nothing is missing';

/**
 * Ends a run: records the end in the log, and creates the results file from the log.
 * @returns `undefined` if nothing was recorded.
 * @throws {ResultsError} if the log cannot be read, or the files cannot be written.
 */
export async function endRun(folder: string, id: string, outcome: Outcome): Promise<Results | undefined> {
  const { log: file } = resultsFiles(folder, id);
  if (!existsSync(file)) return undefined;
  const ended =
    outcome === 'if nothing is missing'
      ? missingParts(await readResults(file)).length === 0
        ? 'complete'
        : 'interrupted'
      : outcome;
  append(file, { kind: 'ended', at: new Date().toISOString(), outcome: ended });
  const results = await readResults(file);
  await writeResults(folder, results);
  return results;
}

/**
 * Ends a run that was measured in shards.
 * @throws {MixedRunsError} if the logs belong to different runs; then nothing is written.
 */
export async function endMerged(folder: string, logs: readonly string[], outcome: Outcome): Promise<void> {
  const text = logs.join('');
  if (text === '') return;
  const { run } = resultsOfLog(text, 'the merged shards');
  appendLog(resultsFiles(folder, run.id).log, text);
  await endRun(folder, run.id, outcome);
}

/** Resumes a run that was interrupted or killed: it keeps what is complete (`Fold`), and goes on after that. */
export function resumeRun(folder: string, id: string): void {
  append(resultsFiles(folder, id).log, { kind: 'resumed', at: new Date().toISOString() });
}

function append(file: string, entry: Entry): void {
  const log = new LogWriter(file);
  log.append(entry);
  log.close();
}
