import { z } from 'zod';
import {
  countSchema,
  durationMsSchema,
  nameSchema,
  parameterSchema,
  sizeBytesSchema,
  textSchema,
  timestampSchema,
  unique,
  wordsWhy,
} from './field.ts';

/** The plan of a run: its suites and what is measured in each. */

/** The shortest first. */
export const PROFILE_NAMES = ['quick', 'default', 'full'] as const;

/** What a user of the transport gets. The answer and the adviser choose among the transports that have this field. */
export const candidateSchema = z.strictObject({
  rank: z
    .int()
    .min(1)
    .describe('The simplest is 1. If two are equally fast, the simpler one is recommended.'),
  doing: textSchema.min(1).describe('What its user does, at the beginning of a sentence: Sharing.'),
  senderKeeps: z.boolean().describe('Whether the sender keeps the data while the other side has it.'),
  needsIsolation: z.boolean().describe('Whether it needs a cross-origin isolated page.'),
});

export const transportInfoSchema = z.strictObject({
  name: nameSchema,
  title: textSchema.describe('What it does, in a few words.'),
  role: z
    .enum(['transport', 'control', 'twin'])
    .describe(
      'A control is measured with the transports for comparison; a twin is clone again, for the A/A check.',
    ),
  copies: z.boolean().describe('Whether the working set is copied; copying then bounds its time.'),
  controls: z
    .array(nameSchema)
    .describe('The controls of its regime; at each size it is compared with the slowest of them.'),
  sizesBytes: z.union([z.array(sizeBytesSchema), z.null()]).describe('null: every size of the suite.'),
  candidate: z.union([candidateSchema, z.null()]).describe('null: never recommended.'),
  followedTo: z.array(nameSchema).describe('The dashboard follows its ratio to each of these.'),
});
export type TransportInfo = z.infer<typeof transportInfoSchema>;

/** With more, none would have time for a round. */
const MOST_WORKERS = 16;
/** No suite takes a thousand times as long as another. */
const MOST_TIME_SHARE = 1000;

const figureSchema = z.strictObject({
  id: nameSchema.describe('Names it in metrics.'),
  title: textSchema.min(1).describe('What the time of a cell is: time per frame.'),
  one: textSchema.min(1).describe('What takes that time: frame.'),
  many: textSchema.min(1),
});

const HAND_OFFS = ['working-set', 'wasm-memory', 'workers', 'objects', 'string', 'frames'] as const;
export type HandOff = (typeof HAND_OFFS)[number];

const breakEvenSchema = z.strictObject({
  allocate: nameSchema.describe('The transport of this suite that makes the memory.'),
  suite: nameSchema.describe('The suite of the others.'),
  fill: nameSchema,
  post: nameSchema,
  use: nameSchema.describe('The transport whose set-up that is.'),
  instead: nameSchema.describe('The transport that needs no set-up.'),
});
export type BreakEvenParts = z.infer<typeof breakEvenSchema>;

/**
 * Which cores the threads of a page and its workers run on. `apart`: the page on one, its workers on others. `together`: all on one.
 * `free`: as the system decides, because the suite starts threads of its own, or as requested.
 */
export const PLACEMENTS = ['apart', 'together', 'free'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** Whether the pages are served with the headers that make them cross-origin isolated. */
export const ISOLATIONS = ['on', 'off'] as const;

export const suiteInfoSchema = z.strictObject({
  name: nameSchema,
  question: textSchema,
  figure: figureSchema,
  areRivals: z.boolean().describe('Whether its transports do the same thing, so that one is the fastest.'),
  answers: z
    .union([z.enum(HAND_OFFS), z.null()])
    .describe('The hand-off that the answer and the adviser take its candidates for.'),
  breakEven: z
    .union([breakEvenSchema, z.null()])
    .describe('The cells that determine after how many hand-offs a set-up has paid off.'),
  baseline: z.union([nameSchema, z.null()]).describe('The transport that the others are compared with.'),
  work: z
    .union([nameSchema, z.null()])
    .describe('The control that does the work and moves no data: the rest of a round trip is movement.'),
  crossings: countSchema.describe('How often a round trip moves the working set from one side to the other.'),
  parameter: z.union([
    z.strictObject({
      name: textSchema.describe('Printed after a value.'),
      kind: z
        .enum(['count', 'rate', 'in flight'])
        .describe(
          'rate: the value is how many samples are due per second. in flight: how many messages are posted at once.',
        ),
      values: z.array(parameterSchema).min(1),
    }),
    z.null(),
  ]),
  sizesBytes: unique(z.array(sizeBytesSchema).min(1), String),
  placement: z.enum(PLACEMENTS).describe('Where the threads should run; a launch records where they ran.'),
  repeats: z.union([nameSchema, z.null()]).describe('The suite that it measures again in another placement.'),
  workers: z
    .int()
    .min(1)
    .max(MOST_WORKERS)
    .default(1)
    .describe('How many workers share the time of a page of small sizes, one after another.'),
  timeShare: z
    .number()
    .min(1 / MOST_TIME_SHARE)
    .max(MOST_TIME_SHARE)
    .describe('Its share of the time budgets; a suite with 1 gets the whole budget.'),
  watchedBy: z
    .enum(['all', 'full', 'none'])
    .describe('The profiles that watch its collections and memory: all, full alone, or none.'),
  transports: unique(z.array(transportInfoSchema).min(1), ({ name }) => name),
});
export type SuiteInfo = z.infer<typeof suiteInfoSchema>;

/** No measurement is more precise than a thousandth of a percent, and an interval of ±10,000% decides nothing. */
const [LEAST_MARGIN, MOST_MARGIN] = [1e-5, 100];

export const runSchema = z.strictObject({
  id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/),
  startedAt: timestampSchema,
  profile: z.enum(PROFILE_NAMES),
  seed: z.int().min(0).max(0xffffffff).describe('Fixes the order of sizes, rounds and turns.'),
  suites: unique(z.array(suiteInfoSchema), ({ name }) => name),
  claims: z.boolean().describe('Whether the claims of the guide are checked.'),
  isolation: z
    .enum(ISOLATIONS)
    .default('on')
    .describe('Whether the pages that measure are cross-origin isolated; a runtime has no page.'),
  sampling: z
    .strictObject({
      leastLaunches: z.int().min(1),
      mostLaunches: z.int().min(1),
      targetMargin: z
        .number()
        .min(LEAST_MARGIN)
        .max(MOST_MARGIN)
        .describe('Half the width of a key ratio’s interval: 0.1 is ±10%.'),
      budgetMs: durationMsSchema.describe(
        'No launch of an engine and suite starts that would end after this.',
      ),
    })
    .describe('Launches are added until every key ratio is within the target, or the budget is spent.'),
  pressure: z
    .strictObject({
      warmup: countSchema,
      most: z.int().min(1),
      mostMs: durationMsSchema,
      leastBytes: countSchema.describe(
        'The round trips move at least this many bytes, unless `most` of them move fewer.',
      ),
      launches: z.int().min(1).describe('In how many launches cells of up to 1 MiB are watched.'),
      budgetMs: durationMsSchema.describe(
        'After this, a launch starts only for small cells of the suite that decides claims.',
      ),
      copyingControls: z.boolean().describe('Whether controls that copy are watched too.'),
      sizes: z
        .enum(['all', 'every second', 'largest'])
        .default('all')
        .describe('At which sizes of a suite cells are watched.'),
    })
    .describe('Limits on the round trips of a cell while its collections and memory are watched.'),
  suiteVersion: textSchema.describe('The version of this benchmark suite.'),
  commit: z.union([z.string().regex(/^[0-9a-f]{40}(-dirty)?$/), z.null()]),
  noCommit: z
    .union([wordsWhy, z.null()])
    .default(null)
    .describe('Why `commit` is null: what git said, or that there is no git.'),
});
export type Run = z.infer<typeof runSchema>;
