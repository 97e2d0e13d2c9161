import { expect, test } from 'playwright/test';
import { SUITES } from '../suites.ts';
import { compiledModules } from '../testing/compiled-modules.ts';
import { loopback } from '../testing/loopback.ts';
import type { MainSide, Transport } from '../transport.ts';
import { Unsupported } from './errors.ts';

/** The checks of each suite detect errors: here the other side does the wrong thing. */

const SIZE_BYTES = 65_536;

const wasm = await compiledModules();

function transportOf(suite: string, name: string): Transport {
  const { methods } = SUITES.find((one) => one.name === suite) ?? { methods: 'files' };
  const transport = typeof methods === 'string' ? undefined : methods.transports[name];
  if (!transport) throw new Error(`no such transport: ${suite}/${name}`);
  return transport;
}

interface Other {
  readonly parameter?: number;
  /** Whether posting takes away the buffers in the transfer list, as it should. */
  readonly transfers?: boolean;
  readonly answer: (message: unknown) => unknown;
}

/** The main side, with a worker that gives these answers. */
function openMain(suite: string, name: string, { parameter, transfers = true, answer }: Other): MainSide {
  const transport: Transport = {
    ...transportOf(suite, name),
    openWorker:
      ({ post }) =>
      (message) =>
        post(answer(message)),
  };
  return loopback(transport, { sizeBytes: SIZE_BYTES, parameter: parameter ?? null, transfers, wasm });
}

function openWorker(suite: string, name: string): (data: unknown) => void {
  const handle = transportOf(suite, name).openWorker?.({
    sizeBytes: SIZE_BYTES,
    parameter: null,
    index: 0,
    post: () => {},
    setup: null,
    wasm,
  });
  if (!handle) throw new Error(`${suite}/${name} has no worker`);
  return handle;
}

const attempt = async (side: MainSide) => side.roundTrip(1);
const NOT_DETACHED = 'the buffer was not detached by the transfer';

test('stream: a frame out of order is rejected, and so is a mix of two frames', () => {
  const frame = (number: number) => new Int32Array(SIZE_BYTES / 4).fill(number);
  expect(() => openWorker('stream', 'clone')(frame(2).buffer)).toThrow('frame 2 arrived, expected 1');
  const torn = frame(1);
  torn[1024] = 7;
  expect(() => openWorker('stream', 'clone')(torn.buffer)).toThrow('frame 1 contains 7 at word 1024');
});

for (const [suite, name, answer] of [
  ['stream', 'transfer-fresh', () => null],
  ['stream', 'transfer-reuse', (message: unknown) => message],
  ['linear-memory', 'transfer', (message: unknown) => message],
  ['pool', 'transfer', () => 0],
] as const) {
  test(`${suite}, ${name}: a buffer that is still here was not transferred`, async () => {
    await expect(attempt(openMain(suite, name, { transfers: false, answer }))).rejects.toThrow(NOT_DETACHED);
  });
}

test('pool: parts with another parity are rejected', async () => {
  const side = openMain('pool', 'clone', { parameter: 1, answer: () => 5 });
  await expect(attempt(side)).rejects.toThrow('the parity of the parts is 5, expected ');
});

for (const name of ['clone', 'transfer']) {
  test(`linear-memory, ${name}: data without the work of the kernel are rejected, and so is a wrong word`, async () => {
    await expect(attempt(openMain('linear-memory', name, { answer: (message) => message }))).rejects.toThrow(
      /^word 0 of the working set is -?\d+, expected -?\d+$/,
    );
    const bumped = (message: unknown) => {
      const words = new Int32Array(message as ArrayBuffer);
      for (let index = 0; index < words.length; index++) words[index] = (words[index] ?? 0) + 1;
      return words;
    };
    const right = openMain('linear-memory', name, { answer: (message) => bumped(message).buffer });
    await attempt(right);
    await right.check?.(1);
    const wrong = openMain('linear-memory', name, {
      answer(message) {
        const words = bumped(message);
        words[100] = 0;
        return words.buffer;
      },
    });
    await attempt(wrong);
    expect(() => wrong.check?.(1)).toThrow(/add up to -?\d+, expected -?\d+/);
  });
}

test('addresses: 4 GiB and more are unsupported with 32-bit addresses', () => {
  const open = (sizeBytes: number) => loopback(transportOf('addresses', 'share-32'), { sizeBytes, wasm });
  expect(() => open(4 * 1024 ** 3)).toThrow(Unsupported);
  expect(() => open(5 * 1024 ** 3)).toThrow('with 32-bit addresses, a pass takes less than 4GiB');
});

test('grow: a view in the worker keeps its length, and a view of a plain memory here is detached', async () => {
  const plain = openMain('grow', 'plain', { answer: () => null });
  await attempt(plain);
  await plain.check?.(1);
  const shared = (length: number) => openMain('grow', 'shared', { answer: () => length });
  await attempt(shared(SIZE_BYTES));
  const wrong = shared(SIZE_BYTES + 1);
  await attempt(wrong);
  await expect(wrong.check?.(1)).rejects.toThrow(`and ${SIZE_BYTES + 1} in the worker`);
});
