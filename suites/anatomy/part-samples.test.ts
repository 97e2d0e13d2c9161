import { expect, test } from 'playwright/test';
import { mean } from '../../results/statistics/estimate.ts';
import { align, type Exchange } from './alignment.ts';
import { samplesOf } from './part-samples.ts';
import { type Part, STEPS, SUMS, type Trip, WHOLE } from './trip.ts';

type StepName = keyof typeof STEPS;

/** In milliseconds. */
const TRUE_MS: Record<StepName, number> = {
  'there-post': 0.008,
  'there-wait': 0.03,
  'there-read': 0.004,
  'there-touch': 0.001,
  'back-post': 0.007,
  'back-wait': 0.02,
  'back-read': 0.003,
  'back-touch': 0.002,
};
const WHOLE_MS = Object.values(TRUE_MS).reduce((sum, ms) => sum + ms, 0);
/** A round trip does not begin at the same part of a clock's step each time. */
const GAP_MS = 0.0137;
const TRIPS = 4000;

interface Simulation {
  /** The time that the worker's clock begins after the page's. */
  readonly offsetMs: number;
  readonly stepMs: number;
  readonly stepsMs?: Readonly<Record<StepName, number>>;
}

/** Round trips whose steps have these lengths, as two clocks with steps would show them. */
function simulated({ offsetMs, stepMs, stepsMs = TRUE_MS }: Simulation): Trip[] {
  const reading = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  const page = reading;
  const worker = (ms: number) => reading(ms - offsetMs);
  let nowMs = 100;
  return Array.from({ length: TRIPS }, () => {
    nowMs += GAP_MS;
    const [started, posted, seen, read, touched, answered, back, readBack, end] = [
      0,
      ...Object.values(stepsMs),
    ].map((ms) => {
      nowMs += ms;
      return nowMs;
    }) as [number, number, number, number, number, number, number, number, number];
    return {
      page: {
        started: page(started),
        posted: page(posted),
        arrived: page(back),
        read: page(readBack),
        touched: page(end),
      },
      worker: {
        arrived: worker(seen),
        read: worker(read),
        touched: worker(touched),
        posted: worker(answered),
      },
    };
  });
}

/** Pings of 0.6 µs. */
function pingsOf({ offsetMs, stepMs }: Simulation): Exchange[] {
  const reading = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  return Array.from({ length: 10_000 }, (_, at) => {
    const sentMs = 50 + at * 0.00071;
    const seenMs = reading(sentMs + 0.0003 - offsetMs);
    return { sentMs: reading(sentMs), seenMs, answeredMs: seenMs, backMs: reading(sentMs + 0.0006) };
  });
}

function takeOf(simulation: Simulation, originsMs = simulation.offsetMs) {
  const trips = simulated(simulation);
  const { stepMs } = simulation;
  return { trips, stepMs, alignment: align(originsMs, pingsOf(simulation), [], stepMs) };
}

function meanOf(part: Part, take: ReturnType<typeof takeOf>): number {
  const found = samplesOf(part, take);
  if ('reason' in found) throw new Error(found.reason);
  return mean(found.samplesMs);
}
const reasonOf = (part: Part, take: ReturnType<typeof takeOf>) => {
  const found = samplesOf(part, take);
  return 'reason' in found ? found.reason : undefined;
};

const STEP_NAMES = Object.keys(STEPS) as StepName[];
const FINE: Simulation = { offsetMs: 31.4, stepMs: 0.0001 };

test('the steps of a round trip add up to it, whatever the difference of the clocks', () => {
  for (const { page, worker } of simulated(FINE).slice(0, 20)) {
    const sum = Object.values(STEPS).reduce((before, { ms }) => before + ms(page, worker), 0);
    expect(sum).toBeCloseTo(WHOLE.ms(page, worker), 9);
    const waits = STEPS['there-wait'].ms(page, worker) + STEPS['back-wait'].ms(page, worker);
    expect(SUMS.waits.ms(page, worker)).toBeCloseTo(waits, 9);
  }
  for (const part of [...Object.values(STEPS), ...Object.values(SUMS)]) {
    expect(Math.abs(part.offsets)).toBe(part === STEPS['there-wait'] || part === STEPS['back-wait'] ? 1 : 0);
  }
});

test('each step has its true time, and their means add up, with clocks that begin at different times', () => {
  const take = takeOf(FINE);
  for (const name of STEP_NAMES) {
    expect(meanOf(STEPS[name], take) / TRUE_MS[name], name).toBeCloseTo(1, 1);
  }
  const sum = STEP_NAMES.reduce((before, name) => before + meanOf(STEPS[name], take), 0);
  expect(sum / meanOf(WHOLE, take)).toBeCloseTo(1, 3);
  expect(sum / WHOLE_MS).toBeCloseTo(1, 2);
});

test('clocks with steps of 20 µs show a step of a few microseconds as the mean of many round trips', () => {
  const take = takeOf({ offsetMs: 31.4137, stepMs: 0.02 });
  for (const name of ['there-post', 'there-wait', 'there-read', 'back-wait'] as const) {
    const ratio = meanOf(STEPS[name], take) / TRUE_MS[name];
    expect(ratio, name).toBeGreaterThan(0.9);
    expect(ratio, name).toBeLessThan(1.1);
  }
  expect(reasonOf(STEPS['there-touch'], take)).toMatch(
    /cannot be distinguished from 0: .* 4000 round trips, on a clock with steps of 20.0 µs/,
  );
});

test('a step that takes no time has no figure', () => {
  const take = takeOf({ ...FINE, stepsMs: { ...TRUE_MS, 'there-read': 0 } });
  expect(reasonOf(STEPS['there-read'], take)).toContain('cannot be distinguished from 0');
  expect(reasonOf(STEPS['there-post'], take)).toBeUndefined();
});

test('if the clocks cannot be aligned, one direction has no figure, and the sum of both has one', () => {
  const take = takeOf(FINE, FINE.offsetMs + 0.01);
  for (const name of ['there-wait', 'back-wait'] as const) {
    expect(reasonOf(STEPS[name], take)).toContain('a message would arrive');
  }
  expect(meanOf(SUMS.waits, take)).toBeCloseTo(TRUE_MS['there-wait'] + TRUE_MS['back-wait'], 4);
  expect(reasonOf(STEPS['there-post'], take)).toBeUndefined();
});

test('one direction has a figure only if the alignment is precise compared with its time', () => {
  const { trips, stepMs } = takeOf(FINE);
  const aligned = (errorMs: number) => ({
    trips,
    stepMs,
    alignment: { kind: 'aligned', offsetMs: FINE.offsetMs, errorMs } as const,
  });
  expect(reasonOf(STEPS['back-wait'], aligned(0.0019))).toBeUndefined();
  expect(reasonOf(STEPS['back-wait'], aligned(0.0021))).toBe(
    'it takes 20.0 µs, and the clocks of page and worker are aligned to ±2.10 µs',
  );
  expect(reasonOf(STEPS['there-wait'], aligned(0.0021))).toBeUndefined();
});

test('a message that is there before postMessage returns has no wait', () => {
  const take = takeOf({ ...FINE, stepsMs: { ...TRUE_MS, 'there-wait': -0.003 } });
  expect(reasonOf(STEPS['there-wait'], take)).toMatch(
    /^the other side has the message 3\.0\d µs before postMessage returns$/,
  );
  expect(meanOf(SUMS.waits, take)).toBeCloseTo(0.017, 4);
});
