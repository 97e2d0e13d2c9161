import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { CellKey, EngineName } from '../../results/schema/keys.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { BlockKey, BlockTiming, MeasurePlan } from './plan.ts';
import { PROFILES } from './profiles.ts';

/**
 * A browser that has just started, and to a lesser degree a page that has just loaded, keeps the cores busy with its own
 * work. In Chromium this took 0.5 s and 0.1 s. In that time a ping was three times as fast, as no core had to wake up.
 */
export const SETTLE_MS = { launch: 500, page: 60 };

/** The instructions for one launch of an engine. The same run and numbers give the same schedule on every machine. */
export interface LaunchKey {
  readonly engine: EngineName;
  readonly suite: SuiteInfo;
  readonly launch: number;
}

/**
 * The pages of one launch: sizes in a shuffled order, and on each page a block of every transport, in an order that
 * differs by launch, so that no transport always follows the same one.
 */
export function schedule(
  run: Run,
  { engine, suite, launch }: LaunchKey,
  sizesBytes: readonly number[] = suite.sizesBytes,
): MeasurePlan[] {
  const random = generator(`${run.seed}/${engine}/${suite.name}/${launch}`);
  const shuffled = <T>(values: readonly T[]): T[] =>
    shuffle(values, (below) => uniformInt(random, 0, below - 1));
  return shuffled(sizesBytes).map((sizeBytes, page) => ({
    kind: 'measure',
    suite: suite.name,
    sizeBytes,
    timing: timingAt(run, sizeBytes),
    settleMs: page === 0 ? SETTLE_MS.launch : SETTLE_MS.page,
    blocks: shuffled(blocksAt(suite, sizeBytes)),
  }));
}

/** The blocks of a size: every transport that has the size, with each value of the parameter that applies to the transport. */
export function blocksAt({ transports, parameter }: SuiteInfo, sizeBytes: number): BlockKey[] {
  return transports
    .filter((one) => one.sizesBytes?.includes(sizeBytes) ?? true)
    .flatMap(({ name, role }) =>
      (role === 'transport' ? (parameter?.values ?? [null]) : [null]).map((value) => ({
        transport: name,
        parameter: value,
      })),
    );
}

/** The cells of a suite on an engine. */
export function plannedCells(suite: SuiteInfo, engine: EngineName): CellKey[] {
  return suite.sizesBytes.flatMap((sizeBytes) =>
    blocksAt(suite, sizeBytes).map((block) => ({ engine, suite: suite.name, ...block, sizeBytes })),
  );
}

/** Seeded by a whole text, with the 32-bit FNV-1a hash: http://www.isthe.com/chongo/tech/comp/fnv/ */
function generator(text: string) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return xoroshiro128plus(hash | 0);
}

/** Fisher-Yates. */
function shuffle<T>(values: readonly T[], integerBelow: (below: number) => number): T[] {
  const shuffled = [...values];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = integerBelow(index + 1);
    [shuffled[index], shuffled[other]] = [shuffled[other] as T, shuffled[index] as T];
  }
  return shuffled;
}

/** From this size, making and checking a working set takes longer than a block of short round trips. */
export const LARGE_FROM_BYTES = 64 * 1024 ** 2;

/** For a large working set, a second clone says less than another launch. */
function timingAt({ profile }: Run, sizeBytes: number): BlockTiming {
  const { timing } = PROFILES[profile];
  return sizeBytes < LARGE_FROM_BYTES ? timing : { ...timing, minSamples: 1 };
}

/** Roughly how long a page will take: its share of the plan, plus some nanoseconds per byte. */
export function expectedPageMs(run: Run, suite: SuiteInfo, sizeBytes: number): number {
  const { warmupMs, measuredMs } = timingAt(run, sizeBytes);
  return blocksAt(suite, sizeBytes).length * (warmupMs + measuredMs + sizeBytes * 5e-6);
}
