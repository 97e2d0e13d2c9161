import { expect, test } from 'playwright/test';
import type { Finding } from '../../results/findings/claim-finding.ts';
import { largeModule } from '../parts/large-module.ts';
import { compiledModules } from '../testing/compiled-modules.ts';
import type { ClaimContext } from './claim.ts';
import { PAGE_CLAIMS } from './page-claims.ts';
import { WORKER_FACTS } from './worker-facts.ts';

const wasm = await compiledModules();

/** A simulated worker on this thread: like posting, it shares shared memory, and copies or takes the rest. */
const cloning: ClaimContext['ask'] = async (fact, data, transfer = []) =>
  WORKER_FACTS[fact](data instanceof ArrayBuffer ? structuredClone(data, { transfer }) : data, wasm);

const context: ClaimContext = {
  wasm,
  ask: cloning,
  hasDocument: false,
  fixture: (name) => new URL(name, 'http://127.0.0.1/'),
};

async function find(id: string, changed: Partial<ClaimContext> = {}): Promise<Finding> {
  const claim = PAGE_CLAIMS.find((one) => one.id === id);
  if (!claim) throw new Error(`no page checks ${id}`);
  return claim.find({ ...context, ...changed });
}

test('a slice is a copy; without a copy, the claim would not hold', async () => {
  expect(await find('copies-do-not-cross')).toMatchObject({ verdict: 'holds' });
  const sharing: ClaimContext['ask'] = async (fact, data) => WORKER_FACTS[fact](data, wasm);
  const { slice } = ArrayBuffer.prototype;
  ArrayBuffer.prototype.slice = function (this: ArrayBuffer) {
    return this;
  };
  try {
    expect(await find('copies-do-not-cross', { ask: sharing })).toMatchObject({
      verdict: 'does not hold',
      evidence: expect.stringContaining('read 99 after posting a slice'),
    });
  } finally {
    ArrayBuffer.prototype.slice = slice;
  }
  expect(await find('plain-memory-does-not-cross', { ask: sharing })).toMatchObject({
    verdict: 'does not hold',
  });
});

test('a different shared flag is a LinkError; modules with matching flags have no error', async () => {
  expect(await find('shared-flag-must-match')).toMatchObject({ verdict: 'holds' });
  const swapped = { ...wasm, kernel: wasm.kernelPlain, kernelPlain: wasm.kernel };
  expect(await find('shared-flag-must-match', { wasm: swapped })).toEqual({
    verdict: 'does not hold',
    evidence: 'a plain memory for a shared import: none; a shared memory for a plain import: none',
  });
});

test('views are stale after a growth; in a worker that makes new views they would not be', async () => {
  const fresh: ClaimContext['ask'] = async (_, memory) => {
    const { byteLength } = (memory as WebAssembly.Memory).buffer;
    return [byteLength, byteLength];
  };
  expect(await find('views-are-stale-after-grow', { ask: fresh })).toMatchObject({
    verdict: 'does not hold',
  });
  expect(await find('views-are-stale-after-grow')).toMatchObject({ verdict: 'holds' });
});

test('if a module does not compile with the right MIME type either, the claim is untestable', async () => {
  const unreachable = { fixture: () => new URL('http://127.0.0.1:1/') };
  expect(await find('streaming-needs-mime-type', unreachable)).toMatchObject({
    verdict: 'cannot be tested here',
    evidence: expect.stringContaining('fails with application/wasm too'),
  });
});

test('the large module is valid, and large enough to make compilation measurable', async () => {
  const bytes = largeModule(-7);
  expect(bytes.length).toBeGreaterThan(1024 ** 2);
  const { exports } = new WebAssembly.Instance(await WebAssembly.compile(bytes));
  expect((exports['f0'] as () => number)()).toBe(-7);
});
