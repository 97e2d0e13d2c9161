import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { MeasuredCell } from '../../results/schema/cell.ts';
import type { Results } from '../../results/schema/results.ts';
import { SIZES_BYTES } from '../../results/schema/sizes.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { exampleResults } from '../../results/testing/example.ts';
import { simulatedCell } from '../../results/testing/simulated.ts';
import { compileWat, type WatMemory } from '../../wat/compile.ts';
import { largeModule } from '../parts/large-module.ts';
import type { Wasm } from '../parts/wasm.ts';
import type { ClaimContext, Finding } from './claim.ts';
import { CLAIMS } from './guide-claims.ts';
import { WORKER_FACTS } from './worker-facts.ts';

async function compiled(name: string, memory: WatMemory): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(import.meta.dirname, '../../wat', `${name}.wat`);
  return Uint8Array.from(await compileWat(file, await readFile(file, 'utf8'), memory));
}

const wasm: Wasm = {
  bump: await compiled('bump', 'shared'),
  kernel: await compiled('kernel', 'shared'),
  kernelPlain: await compiled('kernel', 'plain'),
  passes: await compiled('passes', 'shared'),
};

/** A worker that shares what is shared, and copies or takes the rest, as posting does; on this thread. */
const cloning: ClaimContext['ask'] = async (fact, data, transfer = []) =>
  WORKER_FACTS[fact](data instanceof ArrayBuffer ? structuredClone(data, { transfer }) : data, wasm);

const context: ClaimContext = {
  wasm,
  ask: cloning,
  hasDocument: false,
  fixture: (name) => new URL(name, 'http://127.0.0.1/'),
};

async function find(id: string, changed: Partial<ClaimContext> = {}): Promise<Finding> {
  const check = CLAIMS.find((claim) => claim.id === id)?.check;
  if (!check || check.on === 'figures') throw new Error(`no page checks ${id}`);
  return check.find({ ...context, ...changed });
}

test('a slice is a copy; were it none, the claim would not hold', async () => {
  expect(await find('copies-do-not-cross')).toMatchObject({ verdict: 'holds' });
  const sharing: ClaimContext['ask'] = async (fact, data) => WORKER_FACTS[fact](data, wasm);
  const { slice } = ArrayBuffer.prototype;
  ArrayBuffer.prototype.slice = function (this: ArrayBuffer) {
    return this;
  };
  try {
    expect(await find('copies-do-not-cross', { ask: sharing })).toMatchObject({
      verdict: 'does not hold',
      evidence: expect.stringContaining('read 99 beside a posted slice'),
    });
  } finally {
    ArrayBuffer.prototype.slice = slice;
  }
  expect(await find('plain-memory-does-not-cross', { ask: sharing })).toMatchObject({
    verdict: 'does not hold',
  });
});

test('a shared flag that differs is a LinkError; with modules whose flags fit there is none', async () => {
  expect(await find('shared-flag-must-match')).toMatchObject({ verdict: 'holds' });
  const swapped = { ...wasm, kernel: wasm.kernelPlain, kernelPlain: wasm.kernel };
  expect(await find('shared-flag-must-match', { wasm: swapped })).toEqual({
    verdict: 'does not hold',
    evidence: 'a plain memory for a shared import: none; a shared memory for a plain import: none',
  });
});

test('views are stale after a growth; in a worker that makes its views anew they would not be', async () => {
  const fresh: ClaimContext['ask'] = async (_, memory) => {
    const { byteLength } = (memory as WebAssembly.Memory).buffer;
    return [byteLength, byteLength];
  };
  expect(await find('views-are-stale-after-grow', { ask: fresh })).toMatchObject({
    verdict: 'does not hold',
  });
  expect(await find('views-are-stale-after-grow')).toMatchObject({ verdict: 'holds' });
});

test('where a module does not compile with the right MIME type either, nothing is said of the wrong one', async () => {
  const unreachable = { fixture: () => new URL('http://127.0.0.1:1/') };
  expect(await find('streaming-needs-mime-type', unreachable)).toMatchObject({
    verdict: 'cannot be tested here',
    evidence: expect.stringContaining('fails with application/wasm too'),
  });
});

test('the large module is valid, and large enough for compiling it to be seen', async () => {
  const bytes = largeModule(-7);
  expect(bytes.length).toBeGreaterThan(1024 ** 2);
  const { exports } = new WebAssembly.Instance(await WebAssembly.compile(bytes));
  expect((exports['f0'] as () => number)()).toBe(-7);
});

test.describe('by figures', () => {
  const LAUNCHES = 4;

  /** Cells whose launches differ a little, the same in each. */
  function cells(transport: string, durationMs: (sizeBytes: number) => number): MeasuredCell[] {
    return SIZES_BYTES.map((sizeBytes) =>
      simulatedCell(
        transport,
        sizeBytes,
        Array.from({ length: LAUNCHES }, (_, launch) => [durationMs(sizeBytes) * (1 + 0.02 * launch)]),
      ),
    );
  }

  function collecting(all: readonly MeasuredCell[], collections: number): MeasuredCell[] {
    const none = { collections: 0, pauseMs: 0 };
    const idle = { minor: none, major: none };
    const main = { minor: none, major: { collections, pauseMs: collections } };
    return all.map((cell) => ({
      ...cell,
      gc: { status: 'measured', roundTrips: 400, main, worker: idle, notUnderstood: 0 },
    }));
  }

  function verdict(id: string, ...all: MeasuredCell[][]) {
    const results: Results = { ...exampleResults(), cells: all.flat() };
    const check = CLAIMS.find((claim) => claim.id === id)?.check;
    if (check?.on !== 'figures') throw new Error(`no figures check ${id}`);
    return check.find(summarize(results), 'node').verdict;
  }

  const flat = () => 0.05;
  /** There and back, at 10 GB/s. */
  const asClaimed = (sizeBytes: number) => (2 * sizeBytes) / 1e7;
  const tenTimesAsLong = (sizeBytes: number) => 10 * asClaimed(sizeBytes);

  test('each claim holds where the figures are as it says, and not where they are not', () => {
    expect(verdict('posting-is-constant', cells('share-repost', flat))).toBe('holds');
    expect(verdict('posting-is-constant', cells('share-repost', asClaimed))).toBe('does not hold');
    for (const id of ['clone-10-gb-per-second', 'clone-256-mib-25-ms']) {
      expect(verdict(id, cells('clone', asClaimed)), id).toBe('holds');
      expect(verdict(id, cells('clone', tenTimesAsLong)), id).toBe('does not hold');
    }
    const pings = collecting(cells('ping', flat), 1);
    for (const [id, transport] of [
      ['sharing-is-not-collected', 'share'],
      ['reposting-is-not-collected', 'share-repost'],
    ] as const) {
      expect(verdict(id, pings, collecting(cells(transport, flat), 1)), id).toBe('holds');
      expect(verdict(id, pings, collecting(cells(transport, flat), 20)), id).toBe('does not hold');
    }
    expect(verdict('small-copy-is-no-slower', cells('share', flat), cells('clone', flat))).toBe('holds');
    expect(
      verdict(
        'small-copy-is-no-slower',
        cells('share', flat),
        cells('clone', () => 0.2),
      ),
    ).toBe('does not hold');
  });

  test('a claim is undecided where launches do not agree, and cannot be tested where nothing was measured', () => {
    const wild = [simulatedCell('clone', 16 * 1024 ** 2, [[1], [40], [3]])];
    expect(verdict('clone-10-gb-per-second', wild)).toBe('undecided');
    const one = (durationMs: number) => [simulatedCell('clone', 256 * 1024 ** 2, [[durationMs]])];
    expect(verdict('clone-256-mib-25-ms', one(60))).toBe('undecided');
    expect(verdict('clone-256-mib-25-ms', one(1_500))).toBe('does not hold');
    for (const { id, check } of CLAIMS) {
      if (check.on === 'figures') expect(verdict(id), id).toBe('cannot be tested here');
    }
  });
});
