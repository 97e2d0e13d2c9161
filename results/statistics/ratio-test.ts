import { type Estimate, estimate, meanAndError } from './estimate.ts';
import { studentP } from './student.ts';

/** The estimate of ratios, one per launch, and the probability of a ratio at least as far from 1 if the true ratio is 1. */
export interface RatioTest {
  readonly estimate: Estimate;
  readonly p: number;
}

export function ratioTest(ratios: readonly number[]): RatioTest {
  return { estimate: estimate(ratios), p: ratioP(ratios) };
}

/**
 * The two-sided p value of Student's t for the mean of the logarithms of ratios. It is 1 for fewer than two ratios.
 */
export function ratioP(ratios: readonly number[]): number {
  if (ratios.length < 2) return 1;
  const { mean, standardError } = meanAndError(ratios.map(Math.log));
  // With a coarse clock all ratios may be 1, and t would be 0 ÷ 0.
  if (mean === 0) return 1;
  return studentP(mean / standardError, ratios.length - 1);
}
