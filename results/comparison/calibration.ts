import { z } from 'zod';
import { hostSchema } from '../schema/engine.ts';
import { engineNameSchema } from '../schema/keys.ts';
import { runSchema } from '../schema/run.ts';
import { comparisonSchema } from './comparison.ts';

/** How often a comparison has each outcome: for unchanged code, and for code slowed down by a known factor. */
export const CALIBRATION_VERSION = 1;

export const REGIMES = ['latency', 'copy'] as const;
export type Regime = (typeof REGIMES)[number];

const foundSchema = z.strictObject({ cells: z.int().nonnegative(), regressed: z.int().nonnegative() });
const rateSchema = z.strictObject({
  factor: z.number().min(1).describe('Factor by which every transport of the head was slowed down; 1: none.'),
  comparisons: z.int().nonnegative(),
  outcomes: z.record(comparisonSchema.shape.outcome, z.int().nonnegative()),
  regimes: z.array(
    z.strictObject({
      regime: z.enum(REGIMES).describe('What bounds the cells: messages or copying.'),
      ...foundSchema.shape,
      detectable: foundSchema.describe('Of the cells that could have shown this factor.'),
      medianDetectable: z.union([z.number().positive(), z.null()]),
    }),
  ),
});
export type CalibrationRate = z.infer<typeof rateSchema>;

export const calibrationSchema = z.strictObject({
  calibrationVersion: z.literal(CALIBRATION_VERSION),
  id: runSchema.shape.id,
  startedAt: runSchema.shape.startedAt,
  endedAt: runSchema.shape.startedAt,
  suiteVersion: runSchema.shape.suiteVersion,
  commit: runSchema.shape.commit,
  noCommit: runSchema.shape.noCommit,
  engine: engineNameSchema,
  engineVersion: z.string().max(10_000),
  host: hostSchema,
  design: comparisonSchema.shape.design,
  pairs: z.int().positive().describe('Pairs of each cell in each comparison.'),
  rates: z.array(rateSchema),
});
export type Calibration = z.infer<typeof calibrationSchema>;

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
