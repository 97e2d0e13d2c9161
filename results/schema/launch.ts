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

/** One fresh start of an engine, and what its pages reported. */

/** What the engine reports about isolation and sharing. `null`: the runtime has no such concept. */
const isolationSchema = z.strictObject({
  crossOriginIsolated: z.union([z.boolean(), z.null()]),
  sharedArrayBuffer: z.boolean(),
  sharedMemory: z
    .union([z.literal('posted'), textSchema])
    .describe("'posted', or the error when posting one."),
});
export type Isolation = z.infer<typeof isolationSchema>;

/** One page, and the resolution of its clocks. Each size has a fresh page. */
export const pageSchema = z.strictObject({
  sizeBytes: sizeBytesSchema,
  userAgent: textSchema,
  isolation: isolationSchema,
  mainClockStepMs: durationMsSchema.describe('Smallest step of performance.now() on the main thread.'),
  workerClockStepMs: durationMsSchema,
});

/** The pass of an engine and suite that watches collections and memory, after the timing. */
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
  host: z.union([nameSchema, z.null()]).describe("null: a visitor's machine, which is unknown."),
  startedAt: timestampSchema,
  loadAverage: z
    .union([z.number().nonnegative().max(MOST_LOAD), z.null()])
    .describe("The host's load over the minute before the launch; null if the host is unknown."),
  sizesBytes: z.array(sizeBytesSchema).describe('The sizes it measures, in this order.'),
  startUpMs: z
    .union([durationMsSchema, z.null()])
    .describe('Until the first message of its page. null: none came.'),
  durationMs: z.union([durationMsSchema, z.null()]).describe('null: it did not run to its end.'),
  retried: z
    .union([wordsWhy, z.null()])
    .default(null)
    .describe('Why the launch was started again: what is measured again replaces what was measured before.'),
  pages: z.array(pageSchema).describe('In the order in which they ran.'),
});
export type Launch = z.infer<typeof launchSchema>;
