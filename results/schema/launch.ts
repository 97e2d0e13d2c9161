import { z } from 'zod';
import {
  countSchema,
  durationMsSchema,
  nameSchema,
  parameterSchema,
  sizeBytesSchema,
  textSchema,
  timestampSchema,
  wordsWhy,
} from './field.ts';
import { engineNameSchema, launchKey } from './keys.ts';

/** What one suite measured in one fresh start of an engine, which it may share with other suites, and what its pages reported. */

/** What the engine reports about isolation and sharing. `null`: the runtime has no such concept. */
const isolationSchema = z.strictObject({
  crossOriginIsolated: z.union([z.boolean(), z.null()]),
  sharedArrayBuffer: z.boolean(),
  sharedMemory: z
    .union([z.literal('posted'), textSchema])
    .describe("'posted', or the error when posting one."),
});
export type Isolation = z.infer<typeof isolationSchema>;

/** Some cycles at one size: each cycle contains every transport once, and one of them each control, in a fresh order. */
export const roundSchema = z.strictObject({
  sizeBytes: sizeBytesSchema,
  parameter: parameterSchema,
  startedMs: durationMsSchema.describe("On the page's own clock."),
  order: z
    .array(z.array(countSchema))
    .describe(
      "Of each cycle: the transports by their number in the suite's list, in the order of their turns.",
    ),
});
export type Round = z.infer<typeof roundSchema>;

/** What a page reports before it measures. */
export const pageReportSchema = z.strictObject({
  sizesBytes: z.array(sizeBytesSchema).min(1),
  userAgent: textSchema,
  isolation: isolationSchema,
  mainClockStepMs: durationMsSchema.describe('Smallest step of performance.now() on the main thread.'),
  workerClockStepMs: durationMsSchema,
});

/** One page, and the rounds of each of its workers. */
const pageSchema = pageReportSchema.extend({
  workers: z.array(z.strictObject({ rounds: z.array(roundSchema) })),
});

/** The processor core of each thread; where nothing is placed, why. */
export const placementSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('placed'),
    page: countSchema.describe('The core of the page’s main thread.'),
    workers: z.array(countSchema).min(1).describe('The cores of the workers, in turn.'),
  }),
  z.strictObject({ status: z.literal('free'), reason: wordsWhy }),
]);
export type PlacementRecord = z.infer<typeof placementSchema>;

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
  host: z
    .union([nameSchema, z.null()])
    .describe('null: the machine of a visitor or of a remote browser, which is unknown.'),
  startedAt: timestampSchema,
  loadAverage: z
    .union([z.number().nonnegative().max(MOST_LOAD), z.null()])
    .describe(
      "The host's load over the minute before the launch; null if the host is unknown, or has no such figure.",
    ),
  sizesBytes: z.array(sizeBytesSchema).describe('The sizes it measures, in this order.'),
  startUpMs: z
    .union([durationMsSchema, z.null()])
    .describe(
      'Until the first message of its page; almost 0 for a suite that is not the first in the launch. null: none came.',
    ),
  durationMs: z.union([durationMsSchema, z.null()]).describe('null: it did not run to its end.'),
  retried: z
    .union([wordsWhy, z.null()])
    .default(null)
    .describe('Why the launch was started again: what is measured again replaces what was measured before.'),
  placement: placementSchema,
  pages: z.array(pageSchema).describe('In the order in which they ran.'),
});
export type Launch = z.infer<typeof launchSchema>;
