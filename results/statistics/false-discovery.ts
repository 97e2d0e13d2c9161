/**
 * The adjusted p-values, to compare with the allowed rate of false discoveries among all of them: Y. Benjamini and
 * Y. Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57 (1995). In the order given.
 */
export function adjustedPs(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let least = 1;
  for (const [index, { p, at }] of order.entries()) {
    least = Math.min(least, (p * ps.length) / (ps.length - index));
    adjusted[at] = least;
  }
  return adjusted;
}
