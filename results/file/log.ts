import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { contradictionsIn } from '../schema/contradictions.ts';
import { type Entry, entrySchema } from '../schema/entry.ts';
import { countSchema } from '../schema/field.ts';
import type { Results } from '../schema/results.ts';
import { Fold } from './fold.ts';
import { describeIssues, ResultsError, withoutByteOrderMark } from './parse.ts';

/**
 * A run's log: what happened, one line an entry, appended while engines run. The results file is made from it. A line has the
 * number of its entry within the part of the run that one writer recorded, so that a line which occurs twice, as in merged
 * shards, counts once.
 */
const lineSchema = z.strictObject({
  part: z.string().min(1).max(100),
  number: countSchema,
  entry: entrySchema,
});
type Line = z.infer<typeof lineSchema>;

/** Appends to a run's log. Synchronous: an appended line is all that a measurement has beside it. */
export class LogWriter {
  readonly #file: string;
  readonly #part = randomUUID();
  readonly #descriptor: number;
  #number = 0;

  /** @throws {ResultsError} where the file cannot be written. */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = orCannotWrite(file, () => openWhole(file));
  }

  /** @throws {ResultsError} where the file cannot be written. */
  append(entry: Entry): void {
    const line: Line = { part: this.#part, number: this.#number++, entry };
    orCannotWrite(this.#file, () => writeSync(this.#descriptor, `${JSON.stringify(line)}\n`));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** What this writer has appended. */
  text(): string {
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`{"part":"${this.#part}"`))
      .map((line) => `${line}\n`)
      .join('');
  }
}

/** Opens a file to append to it. A last line that a crash cut off is removed, so that the next one begins on its own. */
function openWhole(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) truncateSync(file, readFileSync(file).lastIndexOf('\n') + 1);
  return openSync(file, 'a');
}

/**
 * Appends the text of another log, as of a shard of the same run.
 * @throws {ResultsError} where the file cannot be written.
 */
export function appendLog(file: string, text: string): void {
  orCannotWrite(file, () => {
    const descriptor = openWhole(file);
    writeSync(descriptor, text);
    closeSync(descriptor);
  });
}

function orCannotWrite<Outcome>(file: string, write: () => Outcome): Outcome {
  try {
    return write();
  } catch (error) {
    throw new ResultsError(
      `${file} cannot be written: ${(error as Error).message}; what was there before stands`,
    );
  }
}

/**
 * The entries of a log, each once. A last line without its end was being written when the run was killed, and is left out.
 * @param file Its name, for the message.
 * @throws {ResultsError} that names the line which is none of a run's log.
 */
export function parseLog(text: string, file: string): Entry[] {
  const seen = new Set<string>();
  const whole = withoutByteOrderMark(text).slice(0, text.lastIndexOf('\n') + 1);
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
    throw new ResultsError(`${place}: not a line of a run's log: ${(error as Error).message}`);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ResultsError(`${place}: not a line of a run's log\n${describeIssues(parsed.error)}`);
}

/**
 * The results that a log tells of.
 * @throws {ResultsError, MixedRunsError}
 */
export function resultsOfLog(text: string, file: string): Results {
  const fold = new Fold();
  for (const entry of parseLog(text, file)) fold.add(entry);
  const results = fold.results();
  if (!results) throw new ResultsError(`${file}: nothing was recorded of this run`);
  const issues = contradictionsIn(results);
  if (issues.length > 0) {
    throw new ResultsError(
      `${file}: the results that it tells of contradict themselves\n${describeIssues({ issues })}`,
    );
  }
  return results;
}
