import { type Finding, holds, untestable } from '../../results/findings/claim-finding.ts';
import { describeError } from '../parts/errors.ts';
import { kernelOn } from '../parts/kernel.ts';
import type { ClaimContext, PageClaim } from './claim.ts';
import { POKED } from './worker-facts.ts';

/** Claims about memories, buffers and views: what both sides share, and what is a copy. */

const BEFORE = 41;
const plainMemory = (initial = 1, maximum = 4) => new WebAssembly.Memory({ initial, maximum });
const sharedMemory = (initial = 1, maximum = 4) => new WebAssembly.Memory({ initial, maximum, shared: true });

/** Sets the first byte, lets the worker write it, and returns the value that this side then reads. */
async function pokedByWorker(
  { ask }: ClaimContext,
  buffer: ArrayBufferLike,
  posted: unknown,
  transfer: Transferable[] = [],
): Promise<number> {
  const bytes = new Uint8Array(buffer);
  bytes[0] = BEFORE;
  await ask('poke', posted, transfer);
  return bytes[0];
}

async function copies(context: ClaimContext): Promise<Finding> {
  const memory = sharedMemory();
  const shared = await pokedByWorker(context, memory.buffer, memory);
  const source = new ArrayBuffer(8);
  const sliced = await pokedByWorker(context, source, source.slice(0));
  const moved = source.slice(0);
  const original = new Uint8Array(source);
  original[0] = BEFORE;
  await context.ask('poke', moved, [moved]);
  return holds(
    sliced === BEFORE && original[0] === BEFORE && shared === POKED,
    `after the worker wrote ${POKED}, the page read ${sliced} after posting a slice and ${original[0]} after ` +
      `transferring a copy (detached: ${moved.byteLength === 0}), and read ${shared} in a shared memory`,
  );
}

async function plainDoesNotCross(context: ClaimContext): Promise<Finding> {
  const { buffer } = plainMemory();
  const kind = Object.prototype.toString.call(buffer).slice(8, -1);
  const read = await pokedByWorker(context, buffer, buffer);
  return holds(
    buffer instanceof ArrayBuffer && read === BEFORE,
    `the buffer is an ${kind}; after the worker wrote ${POKED} the page read ${read}`,
  );
}

/** The name of the error when instantiating, or `none`. */
function linkError(bytes: BufferSource, memory: WebAssembly.Memory): string {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}

async function linkErrorOfSharedFlag({ wasm }: ClaimContext): Promise<Finding> {
  const errors = [linkError(wasm.kernel, plainMemory()), linkError(wasm.kernelPlain, sharedMemory())];
  return holds(
    errors.every((name) => name === 'LinkError'),
    `a plain memory for a shared import: ${errors[0]}; a shared memory for a plain import: ${errors[1]}`,
  );
}

/** The modules import `(memory 1 65536)`: an initial size of 0 is too small, no maximum is too large. */
async function linkErrorOfLimits({ wasm }: ClaimContext): Promise<Finding> {
  const tooSmall = linkError(wasm.kernelPlain, new WebAssembly.Memory({ initial: 0, maximum: 4 }));
  const unbounded = linkError(wasm.kernelPlain, new WebAssembly.Memory({ initial: 1 }));
  const fitting = linkError(wasm.kernelPlain, plainMemory());
  return holds(
    tooSmall === 'LinkError' && unbounded === 'LinkError' && fitting === 'none',
    `too small: ${tooSmall}; without a maximum: ${unbounded}; fitting: ${fitting}`,
  );
}

async function viewsAreStale({ ask }: ClaimContext): Promise<Finding> {
  const plain = plainMemory();
  const plainView = new Uint8Array(plain.buffer);
  plain.grow(1);
  const memory = sharedMemory();
  const here = new Uint8Array(memory.buffer);
  await ask('lengths', memory);
  memory.grow(1);
  const [there, fresh] = (await ask('lengths', memory)) as [number, number];
  const grown = memory.buffer.byteLength;
  return holds(
    plainView.length === 0 && here.length < grown && there < grown && fresh === grown,
    `grown to ${grown} bytes: a view of a plain memory has ${plainView.length}, of a shared one ${here.length} here and ` +
      `${there} in the worker, and ${fresh} in a new view there`,
  );
}

async function twoModulesOneMemory({ wasm, ask }: ClaimContext): Promise<Finding> {
  const memory = sharedMemory();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm.bump), { env: { memory } });
  (exports['bump'] as () => void)();
  kernelOn(memory, wasm).bump(16);
  await ask('bumpWords', memory);
  const value = (exports['read'] as () => number)();
  return holds(
    value === 3,
    `incremented by one module, by another, and by the second one in the worker: ${value}`,
  );
}

/** The result of `Atomics.wait` on the page's main thread. */
async function waitOnMainThread({ hasDocument }: ClaimContext): Promise<Finding> {
  if (!hasDocument) return untestable('a runtime has no page: its main thread may wait');
  try {
    const outcome = Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return holds(false, `it returned '${outcome}'`);
  } catch (error) {
    return holds(true, describeError(error));
  }
}

async function waitTakes({ ask }: ClaimContext): Promise<Finding> {
  const said = (await ask('waits', null)) as Record<string, string>;
  return holds(
    said['Float64Array']?.startsWith('TypeError') === true &&
      said['Int32Array'] === 'timed-out' &&
      said['BigInt64Array'] === 'timed-out',
    Object.entries(said)
      .map(([name, outcome]) => `${name}: ${outcome}`)
      .join('; '),
  );
}

export const MEMORY_CLAIMS: readonly PageClaim[] = [
  {
    id: 'copies-do-not-cross',
    words: 'A posted slice and a transferred buffer are copies: the page does not see writes to them.',
    on: 'isolated-page',
    find: copies,
  },
  {
    id: 'plain-memory-does-not-cross',
    words:
      'The buffer of a memory that is not shared is an ArrayBuffer, and the page does not see a worker’s writes.',
    on: 'isolated-page',
    find: plainDoesNotCross,
  },
  {
    id: 'shared-flag-must-match',
    words: 'Importing a memory whose shared flag differs from the import’s is a LinkError, both ways.',
    on: 'isolated-page',
    find: linkErrorOfSharedFlag,
  },
  {
    id: 'limits-must-fit',
    words: 'Importing a memory whose limits do not fit the import’s is a LinkError.',
    on: 'isolated-page',
    find: linkErrorOfLimits,
  },
  {
    id: 'views-are-stale-after-grow',
    words: 'After memory.grow, existing views are stale, in other threads too.',
    on: 'isolated-page',
    find: viewsAreStale,
  },
  {
    id: 'two-modules-one-memory',
    words: 'Two different modules with the same import share one memory.',
    on: 'isolated-page',
    find: twoModulesOneMemory,
  },
  {
    id: 'wait-takes-integers',
    words: 'Atomics.wait accepts an Int32Array or a BigInt64Array and rejects a Float64Array.',
    on: 'isolated-page',
    find: waitTakes,
  },
  {
    id: 'page-cannot-wait',
    words: 'Atomics.wait throws on the page’s main thread.',
    on: 'isolated-page',
    find: waitOnMainThread,
  },
];
