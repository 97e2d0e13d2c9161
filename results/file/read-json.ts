import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { describeIssues, ResultsError, withoutByteOrderMark } from './parse.ts';

/**
 * Reads a JSON file with a schema.
 * @param what The kind of file, for the message.
 * @throws {ResultsError} if there is no file, or it does not match the schema.
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
    throw new ResultsError(`${file}: cannot be read, or is truncated: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ResultsError(`${file}: not ${what}\n${describeIssues(parsed.error)}`);
  return parsed.data;
}
