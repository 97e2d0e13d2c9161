import { mean } from './estimate.ts';

/** Values in nested groups: launches of pages of workers of rounds. */
export type Nested = readonly (readonly (readonly (readonly number[])[])[])[];

/** The variance that each level adds, of values on any scale. */
export interface Components {
  readonly launch: number;
  readonly page: number;
  readonly worker: number;
  readonly round: number;
}

/** How much each level contributes to the variance of the mean of all values. */
export type Contributions = Components;

/**
 * The components of variance of a nested design, by the method of moments (Searle, Casella and McCulloch, Variance Components,
 * 1992, chapter 3). Groups may differ in size by one or two; their mean number is used. `undefined` with fewer than two launches.
 */
export function componentsOf(launches: Nested): Components | undefined {
  if (launches.length < 2) return undefined;
  const pages = launches.flat();
  const workers = pages.flat();
  const round = pooledVariance(workers);
  const perWorker = mean(workers.map((own) => own.length));
  const workerMeans = pages.map((page) => page.map(mean));
  const ofWorkerMeans = pooledVariance(workerMeans) ?? 0;
  const perPage = mean(pages.map((page) => page.length));
  const pageMeans = launches.map((launch) => launch.map((page) => mean(page.map(mean))));
  const ofPageMeans = pooledVariance(pageMeans);
  const perLaunch = mean(launches.map((launch) => launch.length));
  const ofLaunchMeans = pooledVariance([pageMeans.map(mean)]) ?? 0;
  const worker = above(ofWorkerMeans, (round ?? 0) / perWorker);
  const page = ofPageMeans === undefined ? 0 : above(ofPageMeans, ofWorkerMeans / perPage);
  const ofLaunchNoise = ofPageMeans === undefined ? ofWorkerMeans / perPage : ofPageMeans / perLaunch;
  return { launch: above(ofLaunchMeans, ofLaunchNoise), page, worker, round: round ?? 0 };
}

/** Each component divided by how often it was drawn. Their sum is the variance of the mean. */
export function contributionsOf(components: Components, launches: Nested): Contributions {
  const pages = launches.flat();
  const workers = pages.flat();
  return {
    launch: components.launch / launches.length,
    page: components.page / pages.length,
    worker: components.worker / workers.length,
    round: components.round / workers.flat().length,
  };
}

/** A component is not negative; its estimate can be, if the component is small. */
function above(variance: number, noise: number): number {
  return Math.max(0, variance - noise);
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
