import { type Estimate, estimate, meanAndError } from './estimate.ts';
import { studentP } from './student.ts';

/** Ratios, one a launch: their estimate, and the probability of one as far from 1 or farther, were it 1. */
export interface RatioTest {
  readonly estimate: Estimate;
  readonly p: number;
}

export function ratioTest(ratios: readonly number[]): RatioTest {
  return { estimate: estimate(ratios), p: ratioP(ratios) };
}

/**
 * The two-sided p value of Student's t for the mean of the logarithms of ratios. Fewer than two cannot say how they differ: 1.
 */
export function ratioP(ratios: readonly number[]): number {
  if (ratios.length < 2) return 1;
  const { mean, standardError } = meanAndError(ratios.map(Math.log));
  // Without this, ratios that are all 1, as a coarse clock may have them, would be 0 ÷ 0.
  if (mean === 0) return 1;
  return studentP(mean / standardError, ratios.length - 1);
}
