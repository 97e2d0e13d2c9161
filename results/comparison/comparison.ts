import { z } from 'zod';
import { engineSchema, hostSchema } from '../schema/engine.ts';
import { sampleMsSchema } from '../schema/field.ts';
import { type CellKey, cellId, cellKey } from '../schema/keys.ts';
import { runSchema, suiteInfoSchema } from '../schema/run.ts';
import { hasMoved, judge, type Pair, THRESHOLDS, VERDICTS, type Verdict } from './verdicts.ts';

/** The version of the schema of the files that `npm run compare -- --json FILE` writes. */
export const COMPARISON_VERSION = 2;

/** A compared cell, with the name that it has in the head. */
export type ComparedCell = CellKey;

const ratioSchema = z.number().positive();
const judgementSchema = {
  ratio: ratioSchema.describe('Head ÷ base: above 1 the head is slower. The pseudo-median of the pairs.'),
  low: z.number().nonnegative().describe('The lower end of the 95% interval.'),
  high: ratioSchema,
  pairs: z
    .array(z.strictObject({ baseMs: sampleMsSchema, headMs: sampleMsSchema }))
    .min(1)
    .describe('The medians that were measured together, in time order.'),
};

const verdictSchema = z.strictObject({
  ...cellKey,
  verdict: z.enum(VERDICTS),
  control: z
    .union([cellKey.transport, z.null()])
    .describe(
      'The control that bounds the cell at its size. If the control moved, the cell is inconclusive.',
    ),
  ...judgementSchema,
  p: z
    .number()
    .min(0)
    .max(1)
    .describe('The p-value of "the head is not slower", adjusted for all cells (Benjamini and Hochberg).'),
  minimumDetectable: ratioSchema.describe(
    'The smallest ratio that would be found to have regressed 8 times in 10, with the scatter of these pairs.',
  ),
  confirmation: z
    .union([z.strictObject({ verdict: z.enum(VERDICTS), ...judgementSchema }), z.null()])
    .describe('The second measurement of a regressed cell. If it does not agree, the cell is suspect.'),
});
export type CellVerdict = z.infer<typeof verdictSchema>;

export const OUTCOMES = ['regressed', 'inconclusive', 'unchanged', 'improved'] as const;

export const comparisonSchema = z.strictObject({
  comparisonVersion: z.literal(COMPARISON_VERSION),
  id: runSchema.shape.id,
  startedAt: runSchema.shape.startedAt,
  endedAt: runSchema.shape.startedAt,
  seed: runSchema.shape.seed,
  suiteVersion: runSchema.shape.suiteVersion,
  commit: runSchema.shape.commit,
  noCommit: runSchema.shape.noCommit,
  base: z.string().max(1_000).describe('The requested version, and the version that this resolved to.'),
  head: z.string().max(1_000),
  design: z.enum(['one page', 'paired launches']),
  host: hostSchema,
  engines: z
    .strictObject({ base: z.array(engineSchema), head: z.array(engineSchema) })
    .describe('The engines of each arm, and how they were started.'),
  suite: suiteInfoSchema.pick({ name: true, parameter: true }),
  outcome: z.enum(OUTCOMES),
  reasons: z.array(z.string().max(10_000)).describe('Why it is inconclusive.'),
  verdicts: z.array(verdictSchema),
  controls: z
    .array(z.strictObject({ ...cellKey, ...judgementSchema, moved: z.boolean() }))
    .describe('Controls are the same in both arms, so they should not move.'),
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
  readonly isControl: boolean;
  /** The control that bounds the cell; `null` for a control, and for a cell without one. */
  readonly control: string | null;
  readonly pairs: readonly Pair[];
}

export type NotCompared = Comparison['notCompared'][number];

/** The measurements of one engine. */
export interface Measured {
  readonly compared: readonly ComparedPairs[];
  readonly notCompared: readonly NotCompared[];
}

export type Judged = Pick<Comparison, 'verdicts' | 'controls' | 'notCompared'>;

/**
 * Judges all cells together, and all controls together. A control that moved shows that the arms ran under different conditions,
 * so a cell that it bounds is inconclusive, unless the cell moved much farther. The exception is necessary: a head that leaves
 * garbage can move a control that copies, and that must not hide the regression.
 */
export function judgeAll(measured: readonly ComparedPairs[]): Pick<Judged, 'verdicts' | 'controls'> {
  const cells = measured.filter(({ isControl }) => !isControl);
  const controls = measured.filter(({ isControl }) => isControl);
  const judged = judge(cells.map(({ pairs }) => pairs));
  const judgedControls = judge(controls.map(({ pairs }) => pairs)).flatMap(({ ratio, low, high }, at) => {
    const control = controls[at];
    if (!control) return [];
    return [{ ...control.cell, ratio, low, high, pairs: [...control.pairs], moved: hasMoved({ ratio }) }];
  });
  return {
    verdicts: cells.flatMap(({ cell, control, pairs }, at) => {
      const judgement = judged[at];
      if (!judgement) return [];
      const moved = judgedControls.find(
        (one) =>
          one.moved && control !== null && isSameCell(one, { ...cell, transport: control, parameter: null }),
      );
      const verdict = moved && !isBeyond(judgement, moved) ? 'inconclusive' : judgement.verdict;
      return [{ ...cell, ...judgement, verdict, control, pairs: [...pairs], confirmation: null }];
    }),
    controls: judgedControls,
  };
}

/** Whether a cell certainly moved much farther than its control can have moved. */
function isBeyond(cell: { low: number; high: number }, control: { low: number; high: number }): boolean {
  const most = THRESHOLDS.control.beyond * Math.max(control.high, 1 / control.low);
  return cell.low > most || cell.high < 1 / most;
}

/** A regressed cell stays regressed only if fresh launches agree. If they disagree or have no figure, the cell is suspect. */
export function confirmed(verdicts: readonly CellVerdict[], again: readonly CellVerdict[]): CellVerdict[] {
  return verdicts.map((one) => {
    const other = again.find((two) => isSameCell(one, two));
    if (one.verdict !== 'regressed') return one;
    if (!other) return { ...one, verdict: 'suspect' };
    const { verdict, ratio, low, high, pairs } = other;
    return {
      ...one,
      verdict: verdict === 'regressed' ? 'regressed' : 'suspect',
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

/** The outcome of a comparison: regressed if a cell regressed; otherwise inconclusive if a control moved or a cell failed. */
export function outcomeOf({
  verdicts,
  controls,
  notCompared,
}: Judged): Pick<Comparison, 'outcome' | 'reasons'> {
  const moved = controls
    .filter((control) => control.moved)
    .map(
      (one) =>
        `the control ${cellWords(one)} moved by more than ×${THRESHOLDS.control.ratio}: ×${one.ratio.toFixed(2)}`,
    );
  const failed = notCompared
    .filter(({ status }) => status === 'failed')
    .map((one) => `${cellWords(one)} was not compared: ${one.reason}`);
  const has = (verdict: Verdict) => verdicts.some((one) => one.verdict === verdict);
  if (has('regressed')) return { outcome: 'regressed', reasons: [...moved, ...failed] };
  if (moved.length + failed.length > 0) return { outcome: 'inconclusive', reasons: [...moved, ...failed] };
  const open = verdicts.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'suspect').length;
  if (open > 0 || verdicts.length === 0) {
    return {
      outcome: 'inconclusive',
      reasons: [
        `${open} of ${verdicts.length} cells were shown neither to be unchanged nor to have regressed`,
      ],
    };
  }
  return { outcome: has('improved') ? 'improved' : 'unchanged', reasons: [] };
}
