import { z } from 'zod';
import { engineSchema, hostSchema } from '../schema/engine.ts';
import { countSchema, sampleMsSchema } from '../schema/field.ts';
import { cellId } from '../schema/ids.ts';
import { type CellKey, cellKey, engineNameSchema } from '../schema/keys.ts';
import { placementSchema } from '../schema/launch.ts';
import { PLACEMENTS, runSchema, suiteInfoSchema } from '../schema/run.ts';
import { judge, type Pair, VERDICTS, type Verdict } from './verdicts.ts';

/** The version of the schema of the files that `npm run compare -- --json FILE` writes. */
export const COMPARISON_VERSION = 3;

/** A compared cell, with the name that it has in the head. */
export type ComparedCell = CellKey;

const ratioSchema = z.number().positive();
const judgementSchema = {
  ratio: ratioSchema.describe('Head ÷ base: above 1 the head is slower. The geometric mean of the pairs.'),
  low: z.number().nonnegative().describe('The lower end of the 95% interval.'),
  high: ratioSchema,
  pairs: z
    .array(z.strictObject({ baseMs: sampleMsSchema, headMs: sampleMsSchema }))
    .min(1)
    .describe(
      'Measured together, in time order: of one launch with both arms, or of one launch each. The base is the median of its samples; the head is the base times the median ratio of neighbouring samples.',
    ),
};

const verdictSchema = z.strictObject({
  ...cellKey,
  verdict: z.enum(VERDICTS),
  ...judgementSchema,
  p: z
    .number()
    .min(0)
    .max(1)
    .describe('The p-value of "the head is not slower", adjusted for all cells (Benjamini and Hochberg).'),
  minimumDetectable: ratioSchema.describe(
    'The smallest ratio that the pairs, with their scatter, would find to have regressed 8 times in 10. If the confirmation does not agree, such a cell is suspect.',
  ),
  pairsForUnchanged: countSchema.describe(
    'How many pairs a cell with this scatter needs to end unchanged 9 times in 10 if it has not changed.',
  ),
  confirmation: z
    .union([z.strictObject({ verdict: z.enum(VERDICTS), ...judgementSchema }), z.null()])
    .describe(
      'The second measurement of a regressed cell. If that finds it neither regressed nor suspect, the cell is suspect.',
    ),
});
export type CellVerdict = z.infer<typeof verdictSchema>;

export const OUTCOMES = ['regressed', 'inconclusive', 'unchanged', 'improved'] as const;
export const DESIGNS = ['one page', 'paired launches'] as const;
export type Design = (typeof DESIGNS)[number];

const placedSchema = z.strictObject({
  engine: engineNameSchema,
  asked: z.enum(PLACEMENTS),
  placement: placementSchema,
});

/** Of what was asked for, in characters. The engines of each arm have all their flags. */
export const MOST_ARM_TEXT = 1_000;

export const comparisonSchema = z.strictObject({
  comparisonVersion: z.literal(COMPARISON_VERSION),
  id: runSchema.shape.id,
  startedAt: runSchema.shape.startedAt,
  endedAt: runSchema.shape.startedAt,
  seed: runSchema.shape.seed,
  suiteVersion: runSchema.shape.suiteVersion,
  commit: runSchema.shape.commit,
  noCommit: runSchema.shape.noCommit,
  base: z
    .string()
    .max(MOST_ARM_TEXT)
    .describe('The requested version, and the version that this resolved to.'),
  head: z.string().max(MOST_ARM_TEXT),
  design: z.enum(DESIGNS),
  host: hostSchema,
  engines: z
    .strictObject({ base: z.array(engineSchema), head: z.array(engineSchema) })
    .describe('The engines of each arm, and how they were started.'),
  placements: z
    .array(placedSchema)
    .describe('Where the threads of both arms ran, by engine: free if a launch could not place them.'),
  suite: suiteInfoSchema.pick({ name: true, parameter: true }),
  outcome: z.enum(OUTCOMES),
  reasons: z
    .array(z.string().max(10_000))
    .describe('Why it is inconclusive; if a cell regressed, what failed beside it.'),
  verdicts: z.array(verdictSchema),
  notCompared: z
    .array(
      z.strictObject({
        ...cellKey,
        status: z
          .enum(['unsupported', 'failed'])
          .describe('unsupported: in both arms; or a cell that one of them does not have.'),
        reason: z.string().min(1).max(10_000),
      }),
    )
    .describe('Cells without all their pairs.'),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** The measurements of a cell in both arms. */
export interface ComparedPairs {
  readonly cell: ComparedCell;
  readonly pairs: readonly Pair[];
}

export type NotCompared = Comparison['notCompared'][number];
export type Placed = Comparison['placements'][number];

/** The measurements of one engine. */
export interface Measured {
  readonly compared: readonly ComparedPairs[];
  readonly notCompared: readonly NotCompared[];
  /** `null`: no page has started a worker. */
  readonly placed: Placed | null;
}

export type Judged = Pick<Comparison, 'verdicts' | 'notCompared' | 'placements'>;

/** Judges all cells together. */
export function judgeAll(measured: readonly ComparedPairs[]): CellVerdict[] {
  const judged = judge(measured.map(({ pairs }) => pairs));
  return measured.flatMap(({ cell, pairs }, at) => {
    const judgement = judged[at];
    return judgement ? [{ ...cell, ...judgement, pairs: [...pairs], confirmation: null }] : [];
  });
}

/** The verdicts of fresh launches that confirm a regression: a second estimate of +10% is below +10% half the time. */
const CONFIRMING: readonly Verdict[] = ['regressed', 'suspect'];

/** A regressed cell stays regressed only if fresh launches agree. If they disagree or have no figure, the cell is suspect. */
export function confirmed(verdicts: readonly CellVerdict[], again: readonly CellVerdict[]): CellVerdict[] {
  return verdicts.map((one) => {
    const other = again.find((two) => isSameCell(one, two));
    if (one.verdict !== 'regressed') return one;
    if (!other) return { ...one, verdict: 'suspect' };
    const { verdict, ratio, low, high, pairs } = other;
    return {
      ...one,
      verdict: CONFIRMING.includes(verdict) ? 'regressed' : 'suspect',
      confirmation: { verdict, ratio, low, high, pairs },
    };
  });
}

/** For a sentence about a cell of a suite that is named elsewhere. */
function cellWords({ engine, transport, parameter, sizeBytes }: ComparedCell): string {
  const words = `${transport} at ${sizeBytes} bytes in ${engine}`;
  return parameter === null ? words : `${words} with parameter ${parameter}`;
}

export function isSameCell(one: ComparedCell, other: ComparedCell): boolean {
  return cellId(one) === cellId(other);
}

/** The outcome of a comparison: regressed if a cell regressed; otherwise inconclusive if a cell failed or is undecided. */
export function outcomeOf({
  verdicts,
  notCompared,
}: Pick<Judged, 'verdicts' | 'notCompared'>): Pick<Comparison, 'outcome' | 'reasons'> {
  const with_ = (verdict: Verdict) => verdicts.filter((one) => one.verdict === verdict);
  const [suspect, inconclusive] = [with_('suspect'), with_('inconclusive')];
  const failed = notCompared
    .filter(({ status }) => status === 'failed')
    .map((one) => `${cellWords(one)} was not compared: ${one.reason}`);
  if (with_('regressed').length > 0) return { outcome: 'regressed', reasons: failed };
  const reasons = [
    ...failed,
    ...(suspect.length > 0
      ? [
          `${suspect.length} of ${verdicts.length} cells may be slower: by less than 10%, by an uncertain amount, or unconfirmed`,
        ]
      : []),
    ...missing(inconclusive, verdicts.length),
    ...(verdicts.length === 0 ? ['no cell was compared'] : []),
  ];
  if (reasons.length > 0) return { outcome: 'inconclusive', reasons };
  return { outcome: with_('improved').length > 0 ? 'improved' : 'unchanged', reasons: [] };
}

/** What the cells that scatter too much would have needed. */
function missing(inconclusive: readonly CellVerdict[], of: number): string[] {
  const [widest] = inconclusive.toSorted((a, b) => b.pairsForUnchanged - a.pairsForUnchanged);
  if (!widest) return [];
  const words = `${inconclusive.length} of ${of} cells could not be shown to be unchanged`;
  const { pairs, pairsForUnchanged } = widest;
  if (pairsForUnchanged <= pairs.length) return [`${words}, by chance or because they are slightly slower`];
  return [
    `${words}; the widest, ${cellWords(widest)}, had ${pairs.length} pairs and, if it is unchanged, needs about ${pairsForUnchanged}`,
  ];
}
