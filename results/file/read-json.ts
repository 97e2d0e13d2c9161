import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { describeIssues, ResultsError, withoutByteOrderMark } from './parse.ts';

/**
 * Reads a file of the suite's own.
 * @param what It is, for the message.
 * @throws {ResultsError} where there is no file, or it is none of that.
 */
export async function readJson<Content>(
  schema: z.ZodType<Content>,
  file: string,
  what: string,
): Promise<Content> {
  let value: unknown;
  try {
    value = JSON.parse(withoutByteOrderMark(await readFile(file, 'utf8')));
  } catch (error) {
    throw new ResultsError(`${file}: cannot be read, or is cut off: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ResultsError(`${file}: not ${what}\n${describeIssues(parsed.error)}`);
  return parsed.data;
}
