import { z } from 'zod';
import {
  durationMsSchema,
  nameSchema,
  sizeBytesSchema,
  textSchema,
  timestampSchema,
  wordsWhy,
} from './field.ts';
import { engineNameSchema, launchKey } from './keys.ts';

/** One fresh start of an engine, and what its pages found. */

/** What the engine itself says about isolation and sharing. `null` is a runtime that has no such notion. */
const isolationSchema = z.strictObject({
  crossOriginIsolated: z.union([z.boolean(), z.null()]),
  sharedArrayBuffer: z.boolean(),
  sharedMemory: z.union([z.literal('posted'), textSchema]).describe("'posted', or the error of posting one."),
});
export type Isolation = z.infer<typeof isolationSchema>;

/** One page (a fresh one a size), and the clocks it measured. */
export const pageSchema = z.strictObject({
  sizeBytes: sizeBytesSchema,
  userAgent: textSchema,
  isolation: isolationSchema,
  mainClockStepMs: durationMsSchema.describe('Smallest step of performance.now() on the main thread.'),
  workerClockStepMs: durationMsSchema,
});

/** Of an engine and suite: watching collections and memory, after the timing. */
export const passSchema = z.strictObject({
  engine: engineNameSchema,
  suite: nameSchema,
  durationMs: durationMsSchema,
});
export type Pass = z.infer<typeof passSchema>;

/** Linux runs no more than 4,194,304 processes and threads at once. */
const MOST_LOAD = 2 ** 22;

export const launchSchema = z.strictObject({
  ...launchKey,
  host: z.union([nameSchema, z.null()]).describe("null: a visitor's machine, which is not known."),
  startedAt: timestampSchema,
  loadAverage: z
    .union([z.number().nonnegative().max(MOST_LOAD), z.null()])
    .describe("The host's load over the minute before the launch; null where the host is not known."),
  sizesBytes: z.array(sizeBytesSchema).describe('What it measures, in this order.'),
  startUpMs: z
    .union([durationMsSchema, z.null()])
    .describe('Until its first page spoke. null: it never did.'),
  durationMs: z.union([durationMsSchema, z.null()]).describe('null: it did not run to its end.'),
  retried: z
    .union([wordsWhy, z.null()])
    .default(null)
    .describe(
      'Why it was begun once more, from its start: what is measured again takes the place of what had been.',
    ),
  pages: z.array(pageSchema).describe('In the order in which they ran.'),
});
export type Launch = z.infer<typeof launchSchema>;
