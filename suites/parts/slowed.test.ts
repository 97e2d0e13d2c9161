import { expect, test } from 'playwright/test';
import type { MainContext, Transport } from '../transport.ts';
import { slowed } from './slowed.ts';

const ROUND_TRIP_MS = 0.04;
const STEPS_MS = { fine: 0.001, coarse: 0.02 };

let clockMs = 0;
let readings = 0;
/** The number of the reading during which the system suspends the thread for 50 ms. */
let suspendedAt = 0;
let stepMs = STEPS_MS.fine;
const { now } = performance;
test.beforeEach(() => {
  performance.now = () => {
    clockMs += ++readings === suspendedAt ? 50 : 0.0002;
    return Math.floor(clockMs / stepMs) * stepMs;
  };
});
test.afterEach(() => {
  performance.now = now;
});

const steady: Transport = {
  title: 'always as long',
  needs: [],
  copies: false,
  openMain: () => ({
    setup: null,
    roundTrip: async () => {
      clockMs += ROUND_TRIP_MS;
    },
    received: () => null,
  }),
};

for (const [clock, step] of Object.entries(STEPS_MS)) {
  test(`round trips take the factor longer, also after the thread was suspended; ${clock} clock`, async () => {
    stepMs = step;
    const side = slowed(steady, { factor: 1.2, sizeBytes: 64 }).openMain({ sizeBytes: 64 } as MainContext);
    async function meanMs(): Promise<number> {
      const startMs = clockMs;
      for (let stamp = 1; stamp <= 2_000; stamp += 2) await side.roundTrip(stamp);
      return (clockMs - startMs) / 1_000;
    }
    expect(await meanMs()).toBeCloseTo(1.2 * ROUND_TRIP_MS, 3);
    // The first two readings are at the start and end of a round trip; if it has a wait, the third is in it.
    const beforeMs = clockMs;
    while (clockMs - beforeMs < 50) {
      suspendedAt = readings + 3;
      await side.roundTrip(1);
    }
    expect(await meanMs()).toBeCloseTo(1.2 * ROUND_TRIP_MS, 3);
  });
}
