import type { Group, MeasurePlan, SideKey } from '../../suites/plan/plan.ts';

/** The plan of a page with one worker and one round of two short cycles, for the tests. */
export function shortPlan(
  suite: string,
  sides: readonly SideKey[],
  settings: Partial<MeasurePlan> = {},
): MeasurePlan {
  const sizesBytes = [...new Set(sides.map(({ sizeBytes }) => sizeBytes))];
  const groups = sizesBytes.map((sizeBytes): Group => {
    const own = sides.filter((side) => side.sizeBytes === sizeBytes);
    return { sizeBytes, parameter: null, sides: own, isExclusive: false, roundsMs: 1_000_000 };
  });
  return {
    kind: 'measure',
    suite,
    transports: [
      ...new Set(
        (settings.groups ?? groups).flatMap((group) => group.sides.map(({ transport }) => transport)),
      ),
    ],
    groups,
    controls: [],
    workers: 1,
    rounds: 1,
    timing: {
      warmupMs: 1,
      warmupRoundTrips: 0,
      warmupMostMs: 1,
      turnMs: 0.2,
      ownSamplesMs: 100,
      cycles: 2,
      roundMs: 1_000,
    },
    seed: 'a test',
    isCareful: false,
    takesTurns: false,
    settleMs: 0,
    ...settings,
  };
}

export const sidesOf = (sizeBytes: number, ...transports: string[]): SideKey[] =>
  transports.map((transport) => ({ transport, parameter: null, sizeBytes }));
