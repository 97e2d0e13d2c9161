import { z } from 'zod';
import { countSchema, nameSchema, textSchema, wordsWhy } from './field.ts';
import { engineNameSchema } from './keys.ts';

/** The machine and the engines that a run measured on. */

/** A second for 4 KiB is swapping. */
const MOST_FIRST_TOUCH_US = 1e6;

export const hostSchema = z.strictObject({
  id: nameSchema,
  os: textSchema,
  arch: textSchema,
  cpu: textSchema,
  cores: z.int().min(1),
  memoryBytes: countSchema,
  firstTouchUs: z
    .union([z.number().positive().max(MOST_FIRST_TOUCH_US), z.null()])
    .default(null)
    .describe(
      'Microseconds to write to 4 KiB of memory for the first time, which a copy into new memory does again and again. null: not measured.',
    ),
  notes: z.array(textSchema).describe('Notes that matter for its figures.'),
});
export type Host = z.infer<typeof hostSchema>;

const foundEngineSchema = z.strictObject({
  engine: engineNameSchema,
  status: z.literal('found'),
  version: textSchema,
  source: z
    .enum(['playwright', 'system', 'npm', 'runner', 'remote', 'visitor'])
    .describe(
      "Where the build came from; 'runner' is the Node that runs the suite, 'remote' a browser on another machine.",
    ),
  executable: z.union([textSchema, z.null()]),
  flags: z.array(textSchema),
  environment: z.record(z.string(), textSchema).describe('Environment variables it was started with.'),
  notes: z.array(textSchema),
  gcAccount: z
    .discriminatedUnion('status', [
      z.strictObject({ status: z.literal('read'), source: textSchema }),
      z.strictObject({ status: z.literal('unsupported'), reason: wordsWhy }),
    ])
    .describe('Where its collections are read from.'),
});
const missingEngineSchema = z.strictObject({
  engine: engineNameSchema,
  status: z.literal('missing'),
  reason: textSchema,
  remedy: textSchema.describe('How to get it.'),
});
export const engineSchema = z.discriminatedUnion('status', [foundEngineSchema, missingEngineSchema]);
export type EngineRecord = z.infer<typeof engineSchema>;
export type FoundEngine = z.infer<typeof foundEngineSchema>;
export type MissingEngine = z.infer<typeof missingEngineSchema>;
