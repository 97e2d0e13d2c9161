import { z } from 'zod';
import {
  countSchema,
  durationMsSchema,
  nameSchema,
  parameterSchema,
  sizeBytesSchema,
  textSchema,
  timestampSchema,
} from './field.ts';
import { unique } from './unique.ts';

/** The plan of a run: its suites and what is measured of them. */

const PROFILE_NAMES = ['quick', 'default', 'full'] as const;

export const transportInfoSchema = z.strictObject({
  name: nameSchema,
  title: textSchema.describe('What it does, in a few words.'),
  role: z
    .enum(['transport', 'control', 'twin'])
    .describe(
      'A control is a yardstick, measured beside the transports; a twin is clone again, for the A/A check.',
    ),
  copies: z.boolean().describe('Whether the working set is copied: what bounds it is then the copying.'),
  controls: z
    .array(nameSchema)
    .describe('The yardsticks of its regime: the slowest of them at a size is what it is held against.'),
  sizesBytes: z.union([z.array(sizeBytesSchema), z.null()]).describe('null: every size of the suite.'),
});
export type TransportInfo = z.infer<typeof transportInfoSchema>;

/** No suite takes a thousand times as long as another. */
const MOST_TIME_SHARE = 1000;

const suiteInfoSchema = z.strictObject({
  name: nameSchema,
  question: textSchema,
  baseline: z.union([nameSchema, z.null()]).describe('The transport that the others are held against.'),
  work: z
    .union([nameSchema, z.null()])
    .describe('The control that does the work and moves nothing: the rest of a round trip is movement.'),
  crossings: countSchema.describe('How often a round trip moves the working set from one side to the other.'),
  parameter: z.union([
    z.strictObject({ name: textSchema, values: z.array(parameterSchema).min(1) }),
    z.null(),
  ]),
  sizesBytes: z.array(sizeBytesSchema).min(1),
  timeShare: z
    .number()
    .min(1 / MOST_TIME_SHARE)
    .max(MOST_TIME_SHARE)
    .describe('Its share of the budgets, which are those of a suite of 1.'),
  transports: unique(z.array(transportInfoSchema).min(1), ({ name }) => name),
});
export type SuiteInfo = z.infer<typeof suiteInfoSchema>;

/** Narrower than a thousandth of a percent nothing is measured; an interval as wide as ±10,000% decides nothing. */
const [LEAST_MARGIN, MOST_MARGIN] = [1e-5, 100];

export const runSchema = z.strictObject({
  id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/),
  startedAt: timestampSchema,
  profile: z.enum(PROFILE_NAMES),
  seed: z.int().min(0).max(0xffffffff).describe('Fixes the order of sizes and blocks.'),
  suites: unique(z.array(suiteInfoSchema), ({ name }) => name),
  claims: z.boolean().describe('Whether the claims of the guide are checked.'),
  sampling: z
    .strictObject({
      leastLaunches: z.int().min(1),
      mostLaunches: z.int().min(1),
      targetMargin: z
        .number()
        .min(LEAST_MARGIN)
        .max(MOST_MARGIN)
        .describe('Half the width of a deciding ratio’s interval: 0.1 is ±10%.'),
      budgetMs: durationMsSchema.describe(
        'No launch is begun that would end after this, of an engine and suite.',
      ),
    })
    .describe(
      'Launches are added until every ratio that decides is as narrow as the target, or the time is up.',
    ),
  pressure: z
    .strictObject({
      warmup: countSchema,
      most: z.int().min(1),
      mostMs: durationMsSchema,
      leastBytes: countSchema.describe('They move so many all the same.'),
      budgetMs: durationMsSchema.describe('No launch is begun after this, of an engine and suite.'),
      copyingControls: z.boolean().describe('Whether the controls that copy are watched too.'),
      sizes: z
        .enum(['all', 'largest'])
        .default('all')
        .describe('At which sizes of a suite cells are watched.'),
    })
    .describe(
      'Round trips of a cell while its collections and memory are watched: so many, or as many as take so long.',
    ),
  suiteVersion: textSchema.describe('The version of this benchmark suite.'),
  commit: z.union([z.string().regex(/^[0-9a-f]{40}(-dirty)?$/), z.null()]),
});
export type Run = z.infer<typeof runSchema>;
