import { normalQuantile } from './normal.ts';

/**
 * Two-sided 95% critical values of Student's t, for 1 to 30 degrees of freedom: NIST/SEMATECH e-Handbook of
 * Statistical Methods, section 1.3.6.7.2, column 0.975.
 */
const CRITICAL_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
export const NORMAL_95 = 1.96;

/** The critical value for a 95% interval. Beyond the table it falls towards the normal's as 1/degrees. */
export function critical95(degreesOfFreedom: number): number {
  const last = CRITICAL_95.length;
  const tabled = CRITICAL_95[degreesOfFreedom - 1];
  if (tabled !== undefined) return tabled;
  return NORMAL_95 + (((CRITICAL_95[last - 1] ?? 0) - NORMAL_95) * last) / degreesOfFreedom;
}

/**
 * The value below which a share of Student's t lies, from the normal's: M. Abramowitz and I. A. Stegun, Handbook of Mathematical
 * Functions (1964), 26.7.5, to its second term. Accurate to 1% for 10 or more degrees of freedom.
 */
export function studentQuantile(share: number, degreesOfFreedom: number): number {
  const z = normalQuantile(share);
  return (
    z +
    (z ** 3 + z) / (4 * degreesOfFreedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degreesOfFreedom ** 2)
  );
}

/**
 * The probability that Student's t is at least this far from 0, on either side: Abramowitz and Stegun, 26.7.3 and 26.7.4, which
 * are exact for whole degrees of freedom.
 */
export function studentP(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degreesOfFreedom));
  const isOdd = degreesOfFreedom % 2 === 1;
  const cosine = Math.cos(angle);
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power < degreesOfFreedom - 1; power += 2) {
    sum += term;
    term *= (cosine ** 2 * (power + 1)) / (power + 2);
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  // A rounding error can make the difference negative.
  return Math.max(0, 1 - within);
}
