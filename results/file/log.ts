import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { contradictionsIn } from '../schema/contradictions.ts';
import { type Entry, entrySchema } from '../schema/entry.ts';
import { countSchema } from '../schema/field.ts';
import type { Results } from '../schema/results.ts';
import { Fold, MixedRunsError } from './fold.ts';
import { describeIssues, ResultsError, withoutByteOrderMark } from './parse.ts';

/**
 * A run's log has one line per entry, appended while engines run. The results file is made from the log. A line has the id of
 * its writer and the number of its entry, so that a line that occurs twice, as in merged shards, counts once.
 */
const lineSchema = z.strictObject({
  part: z.string().min(1).max(100),
  number: countSchema,
  entry: entrySchema,
});
type Line = z.infer<typeof lineSchema>;

/** Appends to a run's log. The writes are synchronous, so that none is pending during a measurement. */
export class LogWriter {
  readonly #file: string;
  readonly #part = randomUUID();
  readonly #descriptor: number;
  #number = 0;

  /** @throws {ResultsError} if the file cannot be written. */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = orCannotWrite(file, () => openWhole(file));
  }

  /** @throws {ResultsError} if the file cannot be written. */
  append(entry: Entry): void {
    const line: Line = { part: this.#part, number: this.#number++, entry };
    orCannotWrite(this.#file, () => writeWhole(this.#descriptor, `${JSON.stringify(line)}\n`));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** The lines that this writer has appended. */
  text(): string {
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`{"part":"${this.#part}"`))
      .map((line) => `${line}\n`)
      .join('');
  }
}

/** Opens a file for appending. Removes an incomplete last line, which a crash leaves, so that the next line starts on its own. */
function openWhole(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) truncateSync(file, readFileSync(file).lastIndexOf('\n') + 1);
  return openSync(file, 'a');
}

/** Appends all of a text or nothing of it. A disk that fills up takes a part first, and the next line would continue a half one. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  const { size } = fstatSync(descriptor);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}

/**
 * Appends the text of another log, such as that of a shard of the same run.
 * @throws {ResultsError} if the file cannot be written.
 */
export function appendLog(file: string, text: string): void {
  orCannotWrite(file, () => {
    const descriptor = openWhole(file);
    writeWhole(descriptor, text);
    closeSync(descriptor);
  });
}

function orCannotWrite<Outcome>(file: string, write: () => Outcome): Outcome {
  try {
    return write();
  } catch (error) {
    throw new ResultsError(
      `${file} cannot be written: ${(error as Error).message}; what was written before is unchanged`,
    );
  }
}

/**
 * The entries of a log, without duplicates. An incomplete last line is ignored: the run was killed while it was written.
 * @param file The name of the file, for the message.
 * @throws {ResultsError} with the number of a line that is not valid.
 */
export function parseLog(text: string, file: string): Entry[] {
  const seen = new Set<string>();
  const lines = withoutByteOrderMark(text);
  const whole = lines.slice(0, lines.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line, at) => {
    if (line === '') return [];
    const { part, number, entry } = parseLine(line, `${file}:${at + 1}`);
    const id = `${part} ${number}`;
    if (seen.has(id)) return [];
    seen.add(id);
    return [entry];
  });
}

function parseLine(line: string, place: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new ResultsError(`${place}: not a line of a run log: ${(error as Error).message}`);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ResultsError(`${place}: not a line of a run log\n${describeIssues(parsed.error)}`);
}

/**
 * The results in a log.
 * @throws {ResultsError, MixedRunsError}
 */
export function resultsOfLog(text: string, file: string): Results {
  const fold = new Fold();
  for (const entry of parseLog(text, file)) {
    try {
      fold.add(entry);
    } catch (error) {
      const Kind = error instanceof MixedRunsError ? MixedRunsError : ResultsError;
      throw new Kind(`${file}: ${(error as Error).message}`);
    }
  }
  const results = fold.results();
  if (!results) throw new ResultsError(`${file}: the log has no entries of a run`);
  const issues = contradictionsIn(results);
  if (issues.length > 0) {
    throw new ResultsError(
      `${file}: the results in this log contradict each other\n${describeIssues({ issues })}`,
    );
  }
  return results;
}
