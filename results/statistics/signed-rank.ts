/**
 * Wilcoxon's signed-rank statistics, exact at any number of differences: F. Wilcoxon, "Individual comparisons by ranking
 * methods", Biometrics Bulletin 1 (1945). Equal sizes share their mean rank, and the distribution is that of all signs over these
 * ranks; differences of 0 are left out.
 */

/** Ranks are scaled by this factor, so that a shared rank is a whole number. */
const SCALE = 2;

/** The probability that the ranks of positive differences add up to at least this sum, if either sign is equally likely. */
export function signedRankP(differences: readonly number[]): number {
  const { ranks, positive } = ranked(differences);
  const counts = subsetCounts(ranks);
  const all = 2 ** ranks.length;
  return counts.slice(positive).reduce((sum, count) => sum + count, 0) / all;
}

function ranked(differences: readonly number[]): { ranks: number[]; positive: number } {
  const sorted = differences
    .filter((difference) => difference !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  const ranks: number[] = [];
  let positive = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && Math.abs(sorted[to] ?? 0) === Math.abs(sorted[from] ?? 0)) to++;
    const rank = (SCALE * (from + 1 + to)) / 2;
    for (; from < to; from++) {
      ranks.push(rank);
      if ((sorted[from] ?? 0) > 0) positive += rank;
    }
  }
  return { ranks, positive };
}

/** How many subsets of the ranks add up to each sum. */
function subsetCounts(ranks: readonly number[]): number[] {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const counts = new Array<number>(most + 1).fill(0);
  counts[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= rank; sum--) counts[sum] = (counts[sum] ?? 0) + (counts[sum - rank] ?? 0);
  }
  return counts;
}

/**
 * The pseudo-median of the differences (Hodges and Lehmann: the median of the means of all pairs of them), and the interval
 * that fits the test: it excludes the values that a two-sided test at 5% rejects. The interval is infinite for too few differences.
 */
export function pseudoMedian(differences: readonly number[]): { value: number; low: number; high: number } {
  const means = differences
    .flatMap((one, at) => differences.slice(at).map((other) => (one + other) / 2))
    .sort((a, b) => a - b);
  const middle = (means.length - 1) / 2;
  const value = ((means[Math.floor(middle)] ?? Number.NaN) + (means[Math.ceil(middle)] ?? Number.NaN)) / 2;
  const outside = leftOut(differences.length);
  const low = outside < 0 ? undefined : means[outside];
  const high = outside < 0 ? undefined : means[means.length - 1 - outside];
  return {
    value,
    low: low ?? Number.NEGATIVE_INFINITY,
    high: high ?? Number.POSITIVE_INFINITY,
  };
}

/** How many of the sorted means are outside on each side: the largest sum of ranks whose tail is at most 2.5%; −1 for none. */
function leftOut(count: number): number {
  const counts = subsetCounts(Array.from({ length: count }, (_, at) => at + 1));
  const all = 2 ** count;
  let tail = 0;
  let sum = 0;
  for (; sum < counts.length; sum++) {
    tail += counts[sum] ?? 0;
    if (tail / all > 0.025) break;
  }
  return sum - 1;
}
