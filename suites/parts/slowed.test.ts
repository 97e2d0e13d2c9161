import { expect, test } from 'playwright/test';
import type { MainContext, Transport } from '../transport.ts';
import { slowed } from './slowed.ts';

const ROUND_TRIP_MS = 0.04;
const STEPS_PER_MS = 1_000_000;
const SIZE_BYTES = 64;

let nowMs = 0;
let clockStepMs = 0;
const { now } = performance;
test.beforeEach(() => {
  nowMs = 0;
  performance.now = () => Math.floor(nowMs / clockStepMs) * clockStepMs;
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
      nowMs += ROUND_TRIP_MS;
    },
    received: () => null,
  }),
};
const processor = {
  rate: () => STEPS_PER_MS,
  spin: (steps: number) => {
    nowMs += steps / STEPS_PER_MS;
  },
};

for (const [clock, stepMs] of Object.entries({ fine: 0.000_001, coarse: 0.02 })) {
  test(`round trips take the factor longer at the chosen size, and as long as before at others; ${clock} clock`, async () => {
    clockStepMs = stepMs;
    const transport = slowed(steady, { factor: 1.2, sizeBytes: SIZE_BYTES }, processor);
    for (const [sizeBytes, expectedMs] of [
      [SIZE_BYTES, 1.2 * ROUND_TRIP_MS],
      [2 * SIZE_BYTES, ROUND_TRIP_MS],
    ] as const) {
      const side = transport.openMain({ sizeBytes } as MainContext);
      const startMs = nowMs;
      for (let stamp = 1; stamp <= 2_000; stamp += 2) await side.roundTrip(stamp);
      expect((nowMs - startMs) / 1_000).toBeCloseTo(expectedMs, 4);
    }
  });
}
