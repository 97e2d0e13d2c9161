/**
 * The adjusted p-values, to compare with the allowed rate of at least one false discovery: S. Holm, "A simple sequentially
 * rejective multiple test procedure", Scand. J. Stat. 6 (1979). In the order given.
 */
export function holmPs(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let most = 0;
  for (const [index, { p, at }] of order.entries()) {
    most = Math.max(most, Math.min(1, p * (ps.length - index)));
    adjusted[at] = most;
  }
  return adjusted;
}
