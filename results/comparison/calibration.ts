import { z } from 'zod';
import { hostSchema } from '../schema/engine.ts';
import { countSchema, durationMsSchema } from '../schema/field.ts';
import { cellKey, engineNameSchema } from '../schema/keys.ts';
import { runSchema } from '../schema/run.ts';
import { median } from '../statistics/estimate.ts';
import { comparisonSchema, DESIGNS, OUTCOMES } from './comparison.ts';
import { VERDICTS, type Verdict } from './verdicts.ts';

/** How often a comparison has each outcome: for unchanged code, and for code of which one cell was slowed down by a known factor. */
export const CALIBRATION_VERSION = 2;

export const REGIMES = ['messages', 'copying'] as const;
export type Regime = (typeof REGIMES)[number];

/** What is compared. It determines which calibrations are continued and replaced. */
const subjectSchema = z.strictObject({
  engine: engineNameSchema,
  engineVersion: z.string().max(10_000),
  design: z.enum(DESIGNS),
  pairs: z.int().positive().describe('Pairs of each cell in each comparison.'),
  suiteVersion: runSchema.shape.suiteVersion,
  host: hostSchema,
});
export type Subject = z.infer<typeof subjectSchema>;

/** In what two subjects differ. A host is the same if its id is: its record has a measured time, which differs each time. */
export function differences(one: Subject, other: Subject): (keyof Subject)[] {
  const valueIn = (subject: Subject, key: keyof Subject) => (key === 'host' ? subject.host.id : subject[key]);
  return (Object.keys(one) as (keyof Subject)[]).filter((key) => valueIn(one, key) !== valueIn(other, key));
}

const plantedSchema = z
  .union([
    z.strictObject({
      regime: z.enum(REGIMES).describe('What bounds the slowed cell.'),
      factor: z.number().gt(1).describe('The factor by which the cell of the head was slowed down.'),
      transport: cellKey.transport,
      sizeBytes: cellKey.sizeBytes,
    }),
    z.null(),
  ])
  .describe('The slowed cell; null: the head is the base.');
export type Planted = z.infer<typeof plantedSchema>;

const trialSchema = z.strictObject({
  kind: z.literal('trial'),
  planted: plantedSchema,
  startedAt: runSchema.shape.startedAt,
  durationMs: durationMsSchema,
  outcome: comparisonSchema.shape.outcome,
  cells: z.array(
    z.strictObject({
      transport: cellKey.transport,
      sizeBytes: cellKey.sizeBytes,
      verdict: z.enum(VERDICTS),
      ratio: z.number().positive(),
      minimumDetectable: z.number().positive(),
    }),
  ),
});
export type Trial = z.infer<typeof trialSchema>;

const sliceSchema = z.strictObject({
  kind: z.literal('slice'),
  startedAt: runSchema.shape.startedAt,
  commit: runSchema.shape.commit,
  noCommit: runSchema.shape.noCommit,
  subject: subjectSchema,
});

/** A line of a calibration's log: the beginning of a slice of it, or one comparison. */
export const calibrationLineSchema = z.discriminatedUnion('kind', [sliceSchema, trialSchema]);
export type CalibrationLine = z.infer<typeof calibrationLineSchema>;

const verdictCounts = z.record(z.enum(VERDICTS), countSchema);
const rateSchema = z.strictObject({
  planted: plantedSchema,
  comparisons: countSchema,
  outcomes: z.record(comparisonSchema.shape.outcome, countSchema),
  slowed: verdictCounts.describe('The verdicts of the slowed cell.'),
  others: verdictCounts.describe('The verdicts of all cells that were not slowed.'),
  medianDetectable: z.union([z.number().positive(), z.null()]),
});
export type CalibrationRate = z.infer<typeof rateSchema>;

const calibrationSchema = z.strictObject({
  ...subjectSchema.shape,
  startedAt: runSchema.shape.startedAt,
  endedAt: runSchema.shape.startedAt,
  commit: runSchema.shape.commit,
  noCommit: runSchema.shape.noCommit,
  medianDurationMs: durationMsSchema.describe('Of a comparison of unchanged code.'),
  rates: z.array(rateSchema),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** The calibrations of a machine, one for each engine and design. */
export const calibrationsSchema = z.strictObject({
  calibrationVersion: z.literal(CALIBRATION_VERSION),
  calibrations: z.array(calibrationSchema),
});
export type Calibrations = z.infer<typeof calibrationsSchema>;

/** What a log has counted; `undefined` if it has no comparison. */
export function calibrationOf(lines: readonly CalibrationLine[]): Calibration | undefined {
  const slices = lines.filter((line) => line.kind === 'slice');
  const trials = lines.filter((line) => line.kind === 'trial');
  const [first, last] = [slices[0], slices.at(-1)];
  const lastTrial = trials.at(-1);
  if (!first || !last || !lastTrial) return undefined;
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = JSON.stringify(trial.planted);
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  const unchanged = trials.filter(({ planted }) => planted === null);
  return {
    ...last.subject,
    startedAt: first.startedAt,
    endedAt: new Date(Date.parse(lastTrial.startedAt) + lastTrial.durationMs).toISOString(),
    commit: last.commit,
    noCommit: last.noCommit,
    medianDurationMs: median((unchanged.length > 0 ? unchanged : trials).map(({ durationMs }) => durationMs)),
    rates: [...groups.values()].map(rateOf).sort((a, b) => orderOf(a) - orderOf(b)),
  };
}

/** Unchanged code first, then by regime and factor. */
function orderOf({ planted }: CalibrationRate): number {
  return planted === null ? 0 : 100 * (1 + REGIMES.indexOf(planted.regime)) + planted.factor;
}

function rateOf(trials: readonly Trial[]): CalibrationRate {
  const planted = trials[0]?.planted ?? null;
  const cells = trials.flatMap((trial) => trial.cells);
  const isSlowed = ({ transport, sizeBytes }: Trial['cells'][number]) =>
    transport === planted?.transport && sizeBytes === planted.sizeBytes;
  const detectable = cells.map(({ minimumDetectable }) => minimumDetectable);
  return {
    planted,
    comparisons: trials.length,
    outcomes: countEach(OUTCOMES, trials, ({ outcome }) => outcome),
    slowed: countVerdicts(cells.filter(isSlowed)),
    others: countVerdicts(cells.filter((cell) => !isSlowed(cell))),
    medianDetectable: detectable.length === 0 ? null : median(detectable),
  };
}

function countVerdicts(cells: Trial['cells']): Record<Verdict, number> {
  return countEach(VERDICTS, cells, ({ verdict }) => verdict);
}

function countEach<Name extends string, Item>(
  names: readonly Name[],
  items: readonly Item[],
  nameOf: (item: Item) => Name,
): Record<Name, number> {
  return Object.fromEntries(
    names.map((name) => [name, items.filter((item) => nameOf(item) === name).length]),
  ) as Record<Name, number>;
}

/** Replaces the calibration of the same engine and design. */
export function withCalibration(known: readonly Calibration[], one: Calibration): Calibrations {
  const others = known.filter(({ engine, design }) => engine !== one.engine || design !== one.design);
  return { calibrationVersion: CALIBRATION_VERSION, calibrations: [...others, one] };
}

/**
 * A share and its 95% interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927). It is valid even for a share of 0 or 1.
 */
export function wilsonInterval(found: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z2 = 1.959964 ** 2;
  const share = found / of;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const reach = (Math.sqrt(z2) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
