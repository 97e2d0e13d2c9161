import { expect, test } from 'playwright/test';
import type { TurnTiming } from '../plan/plan.ts';
import type { MainSide } from '../transport.ts';
import { type HeldSide, type HeldWorkers, hold, type Opening } from './hold.ts';
import { cyclesOf, Entrant, hasRound, roundsOf, runRound } from './rounds.ts';
import { MIN_CLOCK_STEPS } from './turn.ts';
import { type WarmUp, warmUp } from './warm-up.ts';
import type { Meter, WorkerLink } from './worker-link.ts';

const TIMING: TurnTiming = {
  warmupMs: 2,
  warmupRoundTrips: 0,
  warmupMostMs: 10,
  turnMs: 1,
  ownSamplesMs: 200,
  cycles: 4,
  roundMs: 100,
};

/** A simulated clock: it advances only during waits, and a little at each reading. */
let nowMs = 0;
const READING_MS = 1e-4;
test.beforeEach(() => {
  nowMs = performance.now();
  performance.now = () => {
    nowMs += READING_MS;
    return nowMs;
  };
});
test.afterEach(() => {
  // The prototype's method is visible again.
  Reflect.deleteProperty(performance, 'now');
});

const WORKERS: HeldWorkers = {
  failure: new Promise<never>(() => {}),
  close: async () => {},
  abandon: () => {},
};

/** A transport that only waits, and records the stamps. */
function waiting(roundTripMs: number): MainSide & { stamps: number[] } {
  const stamps: number[] = [];
  return {
    stamps,
    roundTrip(stamp) {
      stamps.push(stamp);
      nowMs += roundTripMs;
    },
    received: () => null,
  };
}

/** Holds the sides, and runs something with them. */
function holdAll<Result>(
  mains: readonly MainSide[],
  use: (sides: readonly HeldSide[]) => Promise<Result>,
  links: readonly WorkerLink[] = [],
): Promise<Result> {
  const openings = mains.map(
    (main, at): Opening => ({
      key: { transport: `t${at}`, parameter: null, sizeBytes: 1024 },
      links,
      announce: async () => {},
      openMain: () => main,
      openWorkers: async () => {},
      use: async () => {},
      check: () => {},
    }),
  );
  return hold(WORKERS, openings, use);
}

function warmUpOf(main: MainSide, clockStepMs: number, timing = TIMING) {
  return holdAll([main], async ([side]) => warmUp(side as HeldSide, timing, clockStepMs));
}

async function entrantsOf(sides: readonly HeldSide[], clockStepMs = 0.001): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const [number, side] of sides.entries()) {
    const found = (await warmUp(side, TIMING, clockStepMs)) as WarmUp;
    entrants.push(new Entrant(side, number, found, TIMING, clockStepMs));
  }
  return entrants;
}

test('stamps are the odd numbers in order, those of warm-up and unmeasured round trips included', async () => {
  const [first, second] = [waiting(0.1), waiting(0.3)];
  await holdAll([first, second], async (sides) => {
    const entrants = await entrantsOf(sides);
    await runRound(0, [entrants, entrants.toReversed(), entrants]);
  });
  for (const { stamps } of [first, second]) {
    expect(stamps).toEqual(stamps.map((_, at) => 2 * at + 1));
  }
});

test('a sample lasts 50 steps of the clock, with as many round trips as necessary', async () => {
  const [roundTripMs, clockStepMs] = [0.02, 0.05];
  const outcome = await holdAll([waiting(roundTripMs)], async (sides) => {
    const [entrant] = (await entrantsOf(sides, clockStepMs)) as [Entrant];
    await runRound(0, [[entrant], [entrant], [entrant]]);
    return entrant.outcome();
  });
  const { samplesMs, measuredMs, roundTrips, batch } = outcome;
  expect(samplesMs).toHaveLength(3);
  expect(roundTrips).toBe(3 * batch);
  expect(Math.min(...samplesMs)).toBeGreaterThanOrEqual(roundTripMs);
  expect(measuredMs / samplesMs.length).toBeGreaterThanOrEqual(MIN_CLOCK_STEPS * clockStepMs);
});

test('the first round trip of a turn is measured only if the same side had the turn before', async () => {
  const [first, second] = [waiting(0.1), waiting(0.1)];
  await holdAll([first, second], async (sides) => {
    const [one, other] = (await entrantsOf(sides)) as [Entrant, Entrant];
    const before = first.stamps.length;
    await runRound(0, [[one], [one], [other], [one]]);
    const { roundTrips } = one.outcome();
    // The first turn of the round, and the turn after the other side.
    expect(first.stamps.length - before).toBe(roundTrips + 2);
  });
});

test('a long round trip is a turn of its own, and fewer cycles fit into a round', async () => {
  await holdAll([waiting(20), waiting(0.1)], async (sides) => {
    const entrants = await entrantsOf(sides);
    expect(entrants[0]?.outcome()).toMatchObject({ batch: 1, warmupRoundTrips: 1 });
    const all = { rivals: entrants, controls: [] };
    expect(cyclesOf(all, { ...TIMING, roundMs: 45 })).toBe(2);
    expect(cyclesOf({ rivals: entrants.slice(1), controls: [] }, TIMING)).toBe(TIMING.cycles);
    expect(cyclesOf(all, { ...TIMING, roundMs: 1 })).toBe(1);
    // A control has one turn a round, so what is left of the round is for the rivals.
    const controlled = { rivals: entrants.slice(1), controls: entrants.slice(0, 1) };
    expect(cyclesOf(controlled, TIMING)).toBe(TIMING.cycles);
    expect(cyclesOf(controlled, { ...TIMING, roundMs: 1 })).toBe(1);
  });
});

test('a round records the order of the turns of each cycle', async () => {
  await holdAll([waiting(0.1), waiting(0.1)], async (sides) => {
    const entrants = await entrantsOf(sides);
    const { order } = await runRound(0, [entrants, entrants.toReversed()]);
    expect(order).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(entrants[0]?.outcome().blocks).toEqual([{ round: 0, samples: 2 }]);
  });
});

test('the warm-up has as many round trips as it should, unless that takes too long', async () => {
  const roundTripsOf = async (warmupMostMs: number) => {
    const main = waiting(0.5);
    await warmUpOf(main, 0.001, { ...TIMING, warmupRoundTrips: 64, warmupMostMs });
    return main.stamps.length;
  };
  expect(await roundTripsOf(1_000)).toBeGreaterThanOrEqual(64);
  expect(await roundTripsOf(10)).toBeLessThan(32);
});

test('a round trip that takes very long is a sample, of which only the timed part counts', async () => {
  const timed = (timedMs: number) => async () => {
    nowMs += 2.5 * timedMs;
    return timedMs;
  };
  const side: MainSide = { timed: timed(400), roundTrip: () => {}, received: () => null };
  expect(await warmUpOf(side, 0.001)).toMatchObject({ sampleMs: 400, roundTrips: 0 });
  const shorter: MainSide = { ...side, timed: timed(20) };
  expect(await warmUpOf(shorter, 0.001)).toMatchObject({ sampleMs: null, roundTrips: 1 });
});

test('a time that the clock cannot resolve is saturated, without a number', async () => {
  const side: MainSide = { roundTrip: () => {}, received: () => null };
  expect(await warmUpOf(side, 1_000)).toMatchObject({
    status: 'saturated',
    reason: expect.stringContaining('a step is 1000 ms'),
  });
});

test('a sample has at least the minimum batch of its transport', async () => {
  const timed = async (_: number, count: number) => {
    nowMs += 5 * count;
    return 5 * count;
  };
  const side: MainSide = { timed, leastBatch: 30, roundTrip: () => {}, received: () => null };
  expect(await warmUpOf(side, 0.001)).toMatchObject({ batch: 30 });
});

test('a transport that takes its own samples has them all in one turn, and no warm-up', async () => {
  const side: MainSide = {
    ...waiting(1),
    samples: async (durationMs) => {
      nowMs += durationMs;
      return { samplesMs: [1, 2, 3], warmup: 2, warmupMs: 50 };
    },
  };
  await holdAll([side], async (sides) => {
    const [entrant] = (await entrantsOf(sides)) as [Entrant];
    await runRound(0, [[entrant]]);
    expect(entrant.outcome()).toMatchObject({
      samplesMs: [1, 2, 3],
      roundTrips: 3,
      warmupRoundTrips: 2,
      warmupMs: 50,
      blocks: [{ round: 0, samples: 3 }],
    });
  });
});

test('a group has as many rounds as fit into its time, one at least, and no more than planned', async () => {
  await holdAll([waiting(20), waiting(0.1)], async (sides) => {
    const entrants = await entrantsOf(sides);
    const cycleMs = entrants.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
    // A round of two cycles.
    const timing = { ...TIMING, roundMs: 2.5 * cycleMs };
    const all = { rivals: entrants, controls: [] };
    expect(roundsOf(all, timing, { most: 9, roundsMs: 5 * cycleMs })).toBe(2);
    expect(roundsOf(all, timing, { most: 9, roundsMs: cycleMs / 10 })).toBe(1);
    expect(roundsOf(all, timing, { most: 3, roundsMs: 1_000_000 })).toBe(3);
    // Two cycles of the short one, and one turn of the long one.
    const controlled = { rivals: entrants.slice(1), controls: entrants.slice(0, 1) };
    expect(roundsOf(controlled, { ...timing, cycles: 2 }, { most: 9, roundsMs: 5 * cycleMs })).toBe(4);
  });
});

test('the rounds of a group are spread evenly over the passes', () => {
  const passesOf = (rounds: number, passes: number) =>
    Array.from({ length: passes }, (_, pass) => pass).filter((pass) => hasRound(rounds, pass, passes));
  expect(passesOf(12, 12)).toHaveLength(12);
  expect(passesOf(3, 12)).toEqual([1, 5, 9]);
  expect(passesOf(1, 12)).toEqual([5]);
  for (let rounds = 1; rounds <= 12; rounds++) {
    const passes = passesOf(rounds, 12);
    expect(passes).toHaveLength(rounds);
    const gaps = passes.slice(1).map((pass, at) => pass - (passes[at] ?? 0));
    expect(Math.max(0, ...gaps) - Math.min(12, ...gaps)).toBeLessThanOrEqual(1);
  }
});

test('a transport that cannot take samples says why', async () => {
  const none: MainSide = { ...waiting(1), samples: async () => ({ reason: 'no clock shows it' }) };
  await holdAll([none], async (sides) => {
    const [entrant] = (await entrantsOf(sides)) as [Entrant];
    await runRound(0, [[entrant]]);
    expect(entrant.lack).toEqual({ status: 'unsupported', reason: 'no clock shows it' });
  });
});

test('a round that is forgotten leaves no samples, no totals and no time on messages', async () => {
  const side = waiting(3);
  const { link } = meteredBy(side);
  await holdAll(
    [side],
    async (sides) => {
      const [entrant] = (await entrantsOf(sides)) as [Entrant];
      await runRound(0, [[entrant], [entrant]]);
      const before = structuredClone(entrant.outcome());
      for (let disturbed = 0; disturbed < 2; disturbed++) {
        await runRound(1, [[entrant], [entrant]]);
        entrant.forget(1);
        expect(entrant.outcome()).toEqual(before);
      }
    },
    [link],
  );
});

test('a round that is forgotten leaves no reason why a transport takes no samples', async () => {
  let refuses = true;
  const side: MainSide = {
    ...waiting(1),
    samples: async (durationMs) => {
      nowMs += durationMs;
      return refuses ? { reason: 'the tab was hidden' } : { samplesMs: [1], warmup: 0, warmupMs: 0 };
    },
  };
  await holdAll([side], async (sides) => {
    const [entrant] = (await entrantsOf(sides)) as [Entrant];
    await runRound(0, [[entrant]]);
    expect(entrant.lack).toMatchObject({ reason: 'the tab was hidden' });
    entrant.forget(0);
    refuses = false;
    await runRound(0, [[entrant]]);
    expect(entrant.lack).toBeUndefined();
    expect(entrant.outcome()).toMatchObject({ samplesMs: [1] });
  });
});

for (const [name, own, reason] of [
  [
    'takes no samples',
    { samples: async () => ({ samplesMs: [], warmup: 0, warmupMs: 0 }) },
    'it took no samples',
  ],
  [
    'takes a sample of 0 ms',
    { samples: async () => ({ samplesMs: [1, 0], warmup: 0, warmupMs: 0 }) },
    'a sample of 0 ms is not a time',
  ],
  ['times a part as NaN', { timed: async () => Number.NaN }, 'timed() returned NaN, which is not a time'],
] as const) {
  test(`a transport that ${name} fails by itself`, async () => {
    const run = holdAll([waiting(1), { ...waiting(1), ...own }], async (sides) => {
      const entrants: Entrant[] = [];
      for (const [number, side] of sides.entries()) {
        const found = (await side.turn(() => warmUp(side, TIMING, 0.001))) as WarmUp;
        entrants.push(new Entrant(side, number, found, TIMING, 0.001));
      }
      await runRound(0, [entrants]);
    });
    await expect(run).rejects.toMatchObject({
      key: { transport: 't1' },
      outcome: { status: 'failed', reason },
    });
  });
}

/** A link that says between which round trips it is metered, and that a message was posted in them, unless there are none. */
function meteredBy(side: { stamps: number[] }, messages = 1): { link: WorkerLink; metered: number[] } {
  const metered: number[] = [];
  let from = 0;
  const link = {
    set meter(meter: Meter | undefined) {
      if (meter) {
        from = side.stamps.length;
        meter.messages += messages;
      } else metered.push(side.stamps.length - from);
    },
  };
  return { link: link as unknown as WorkerLink, metered };
}

test('the main thread’s part of short round trips is measured in the second half of the warm-up, outside the samples', async () => {
  const side = waiting(0.1);
  const { link, metered } = meteredBy(side);
  await holdAll(
    [side],
    async (sides) => {
      const [entrant] = (await entrantsOf(sides)) as [Entrant];
      // The first round trip could have been a sample, and is not counted.
      const [first, ...others] = metered;
      await runRound(0, [[entrant], [entrant]]);
      expect(first).toBe(1);
      expect(metered.slice(1)).toEqual(others);
      const counted = others.reduce((sum, one) => sum + one, 0);
      expect(counted).toBeGreaterThanOrEqual(20);
      expect(entrant.outcome().mainThread).toMatchObject({ roundTrips: counted });
    },
    [link],
  );
});

test('a side that posts nothing has no time on messages, and not a time of zero', async () => {
  const side = waiting(0.1);
  const { link } = meteredBy(side, 0);
  await holdAll(
    [side],
    async (sides) => {
      const [entrant] = (await entrantsOf(sides)) as [Entrant];
      await runRound(0, [[entrant]]);
      expect(entrant.outcome().mainThread).toBeNull();
    },
    [link],
  );
});

test('the main thread’s part of long round trips is measured in the samples', async () => {
  const side = waiting(3);
  const { link, metered } = meteredBy(side);
  await holdAll(
    [side],
    async (sides) => {
      const [entrant] = (await entrantsOf(sides)) as [Entrant];
      await runRound(0, [[entrant], [entrant]]);
      expect(metered).toEqual([1, 1, 1]);
      expect(entrant.outcome()).toMatchObject({ roundTrips: 2, mainThread: { roundTrips: 2 } });
    },
    [link],
  );
});
