/**
 * The value below which a share of the standard normal distribution lies; P. J. Acklam's rational approximation, whose relative
 * error is below 1.15e-9. https://web.archive.org/web/20151030215612/http://home.online.no/~pjacklam/notes/invnorm/
 */
export function normalQuantile(share: number): number {
  if (share < LOW) return tail(share);
  if (share > 1 - LOW) return -tail(1 - share);
  const q = share - 0.5;
  const r = q * q;
  return (polynomial(CENTRE_ABOVE, r) * q) / polynomial(CENTRE_BELOW, r);
}

const LOW = 0.02425;
const CENTRE_ABOVE = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const CENTRE_BELOW = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
  1,
];
const TAIL_ABOVE = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

function tail(share: number): number {
  const q = Math.sqrt(-2 * Math.log(share));
  return polynomial(TAIL_ABOVE, q) / polynomial(TAIL_BELOW, q);
}

/** The coefficient of the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
