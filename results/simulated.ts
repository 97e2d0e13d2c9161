import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { MeasuredCell } from './schema.ts';

/** Simulated data for the tests of the statistics: the same in every run. */

const random = xoroshiro128plus(20_260_101);

export function uniform(): number {
  return uniformFloat64(random);
}

/** A draw of the standard normal distribution, after Box and Muller. */
export function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A cell of the given samples, a list a launch. */
export function simulatedCell(
  transport: string,
  sizeBytes: number,
  launches: readonly number[][],
): MeasuredCell {
  return {
    engine: 'node',
    suite: 'round-trip',
    transport,
    parameter: null,
    sizeBytes,
    status: 'measured',
    gc: { status: 'skipped', reason: 'simulated' },
    memory: { status: 'skipped', reason: 'simulated' },
    cpu: { status: 'skipped', reason: 'simulated' },
    launches: launches.map((samplesMs, launch) => ({
      launch,
      samplesMs,
      blocks: [
        {
          batch: 1,
          startedMs: 0,
          after: null,
          warmupRoundTrips: 0,
          warmupMs: 0,
          measuredMs: 0,
          roundTrips: samplesMs.length,
          mainThread: null,
          samples: samplesMs.length,
        },
      ],
    })),
  };
}
