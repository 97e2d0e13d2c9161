import type { MeasuredCell } from '../schema/cell.ts';
import { launchId } from '../schema/ids.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Launch, Round } from '../schema/launch.ts';
import type { Results } from '../schema/results.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { mean, median } from '../statistics/estimate.ts';
import { type RatioTest, ratioTest } from '../statistics/ratio-test.ts';
import { blocksOf, cyclesWith } from './blocks.ts';

/** The effect of a transport on the turns that follow it, in one engine and suite. */
export interface CarryOver {
  readonly engine: EngineName;
  readonly suite: string;
  readonly after: string;
  /** One ratio per launch: the samples after this transport ÷ those after the middle one of all transports, each divided by the mean of its round, or of its launch if a round has one sample. */
  readonly test: RatioTest;
}

/** With fewer launches a test only makes the others less sensitive. */
const LEAST_LAUNCHES = 5;

/**
 * The tests of all transports that precede turns of latency-bound transports. Samples of one launch are not independent, so a launch
 * has one value for each preceding transport. It is compared with the middle one of the transports, so that one which leaves its
 * mark does not make the others look fast.
 */
export function carryOversOf(
  { launches, cells }: Results,
  engine: EngineName,
  suite: SuiteInfo,
): CarryOver[] {
  const latencyBound = suite.transports.filter(({ copies }) => !copies).map(({ name }) => name);
  const byId = new Map(launches.map((launch) => [launchId(launch), launch]));
  const logs = new Map<string, Map<number, number[]>>();
  for (const cell of cells) {
    if (cell.engine !== engine || cell.suite !== suite.name) continue;
    if (cell.status !== 'measured' || !latencyBound.includes(cell.transport)) continue;
    for (const { launch, after, log } of turnsOf(cell, suite, byId)) {
      const byLaunch = logs.get(after) ?? new Map<number, number[]>();
      const own = byLaunch.get(launch) ?? [];
      own.push(log);
      logs.set(after, byLaunch.set(launch, own));
    }
  }
  const values = [...logs].map(([after, byLaunch]) => ({ after, means: [...byLaunch.values()].map(mean) }));
  const middle = median(values.map(({ means }) => mean(means)));
  return values.flatMap(({ after, means }) =>
    means.length < LEAST_LAUNCHES
      ? []
      : [
          {
            engine,
            suite: suite.name,
            after,
            test: ratioTest(means.map((log) => Math.exp(log - middle))),
          },
        ],
  );
}

interface Turn {
  readonly launch: number;
  readonly after: string;
  /** The logarithm of the sample ÷ the mean of its round. */
  readonly log: number;
}

function turnsOf(
  cell: MeasuredCell,
  { transports }: SuiteInfo,
  launches: ReadonlyMap<string, Launch>,
): Turn[] {
  const own = transports.findIndex(({ name }) => name === cell.transport);
  return cell.launches.flatMap((measured) => {
    const pages = launches.get(launchId({ ...cell, launch: measured.launch }))?.pages ?? [];
    const ofLaunch = mean(measured.samplesMs.map(Math.log));
    return blocksOf(measured).flatMap(({ page, worker, round, samplesMs }) => {
      const order = pages[page]?.workers[worker]?.rounds[round]?.order ?? [];
      const cycles = cyclesWith(own, order);
      // A transport that takes its own samples has several in a turn.
      if (cycles.length !== samplesMs.length) return [];
      const logs = samplesMs.map(Math.log);
      // One sample is no level of its round.
      const level = logs.length > 1 ? mean(logs) : ofLaunch;
      return cycles.flatMap((cycle, at) => {
        const before = predecessor(order, own, cycle);
        const after = before === undefined ? undefined : transports[before]?.name;
        return after === undefined
          ? []
          : [{ launch: measured.launch, after, log: (logs[at] ?? level) - level }];
      });
    });
  });
}

/** Which transport had the turn before the one in this cycle; `undefined` if there is none, or if it was the same transport. */
function predecessor(order: Round['order'], own: number, at: number): number | undefined {
  const cycle = order[at] ?? [];
  const index = cycle.indexOf(own);
  const before = index > 0 ? cycle[index - 1] : order[at - 1]?.at(-1);
  return before === own ? undefined : before;
}
