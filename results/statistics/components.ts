import { mean } from './estimate.ts';

/** Values in nested groups: launches of pages of workers of rounds. */
export type Nested = readonly (readonly (readonly (readonly number[])[])[])[];

/**
 * The variance that each level adds, of values on any scale. `null`: nothing was repeated at this level, so that its variance is part
 * of that of the level above.
 */
export interface Components {
  readonly launch: number;
  readonly page: number | null;
  readonly worker: number | null;
  readonly round: number | null;
}

/**
 * The components of variance of a nested design, by the method of moments (Searle, Casella and McCulloch, Variance Components,
 * 1992, chapter 3). Groups may differ in size by one or two; their mean number is used. `undefined` with fewer than two launches.
 */
export function componentsOf(launches: Nested): Components | undefined {
  if (launches.length < 2) return undefined;
  const pages = launches.flat();
  const workers = pages.flat();
  const pageMeans = launches.map((launch) => launch.map((page) => mean(page.map(mean))));
  const round = pooledVariance(workers);
  const worker = levelAbove(round ?? 0, workers, pooledVariance(pages.map((page) => page.map(mean))));
  const page = levelAbove(worker.ofMeans, pages, pooledVariance(pageMeans));
  const launch = levelAbove(page.ofMeans, launches, pooledVariance([pageMeans.map(mean)]));
  return { launch: launch.added ?? 0, page: page.added, worker: worker.added, round: round ?? null };
}

/**
 * What a level adds to the variance of the means of its groups, beyond what the level below explains.
 * @param below The variance of the values in the groups.
 * @param ofMeans The variance of the groups' means; `undefined` if there is one group only in each group above.
 */
function levelAbove(
  below: number,
  groups: readonly (readonly unknown[])[],
  ofMeans: number | undefined,
): { readonly added: number | null; readonly ofMeans: number } {
  const explained = below / mean(groups.map(({ length }) => length));
  // A component is not negative; its estimate can be, if the component is small.
  return {
    added: ofMeans === undefined ? null : Math.max(0, ofMeans - explained),
    ofMeans: ofMeans ?? explained,
  };
}

/**
 * How much each level contributes to the variance of the mean of all values: its component, divided by how often it was drawn. The
 * contributions add up to that variance.
 */
export function contributionsOf(
  { launch, page, worker, round }: Components,
  launches: Nested,
): Record<keyof Components, number> {
  const pages = launches.flat();
  const workers = pages.flat();
  return {
    launch: launch / launches.length,
    page: (page ?? 0) / pages.length,
    worker: (worker ?? 0) / workers.length,
    round: (round ?? 0) / workers.flat().length,
  };
}

/** The variance within groups. `undefined` if no group has two values. */
function pooledVariance(groups: readonly (readonly number[])[]): number | undefined {
  const squares = groups.flatMap((group) => {
    const middle = mean(group);
    return group.length < 2 ? [] : group.map((value) => (value - middle) ** 2);
  });
  const degrees = groups.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  return degrees === 0 ? undefined : squares.reduce((sum, square) => sum + square, 0) / degrees;
}
