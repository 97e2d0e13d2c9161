import { expect, test } from 'playwright/test';
import { SUITES } from '../suites.ts';
import { type Crossing, loopback } from '../testing/loopback.ts';
import type { MainContext, MainSide, Transport } from '../transport.ts';

/** Both sides of the suites `views` and `buffers`, on one thread. */

const KIB = 1024;
const MIB = 1024 ** 2;
/** In neither stamp. */
const SPOILED_OFFSET = 130;

function transportsOf(suite: string): Readonly<Record<string, Transport>> {
  const { methods } = SUITES.find(({ name }) => name === suite) ?? { methods: 'files' };
  if (methods === 'files') throw new Error(`${suite} has no transports of its own`);
  return methods.transports;
}

interface Between extends Omit<Crossing, 'change'> {
  readonly sizeBytes: number;
  readonly parameter?: number | null;
  /** Changes an answer on its way back; `shared` is the memory of a transport that shares. */
  readonly change?: (answer: unknown, shared: unknown) => unknown;
}

/** The main side, connected with the worker's side. */
function connect(transport: Transport, { change = (answer) => answer, ...between }: Between): MainSide {
  const main: MainSide = loopback(transport, {
    ...between,
    change: (answer) => change(answer, main.setup),
    wasm: {} as MainContext['wasm'],
  });
  return main;
}

/** Three round trips, and the check after them. */
async function use(main: MainSide): Promise<MainSide> {
  for (const stamp of [1, 3, 5]) await main.roundTrip(stamp);
  await main.check?.(3);
  return main;
}

/** Spoils one byte of an answer, or of the shared memory. */
function spoil(answer: unknown, shared: unknown): unknown {
  const found = Array.isArray(answer) ? answer.at(-1) : (answer ?? shared);
  if (typeof found === 'number') return answer;
  const bytes = ArrayBuffer.isView(found)
    ? new Uint8Array(found.buffer, found.byteOffset, found.byteLength)
    : new Uint8Array(found as ArrayBuffer);
  bytes[SPOILED_OFFSET] = ~(bytes[SPOILED_OFFSET] ?? 0);
  return answer;
}

const CORRUPTED = `the byte at offset ${SPOILED_OFFSET} of the working set is corrupted`;

for (const [name, transport] of Object.entries(transportsOf('views'))) {
  /** There and back. */
  const MOVED_BYTES: Readonly<Record<string, number>> = { 'view-of-large': 2 * MIB, 'growable-shared': 0 };

  test(`views, ${name}: the bytes that arrive are counted on both sides`, async () => {
    const main = await use(connect(transport, { sizeBytes: KIB }));
    expect(main.movedBytes?.()).toBe(MOVED_BYTES[name] ?? 2 * KIB);
  });

  test(`views, ${name}: one spoiled byte is found`, async () => {
    await expect(use(connect(transport, { sizeBytes: KIB, change: spoil }))).rejects.toThrow(CORRUPTED);
  });
}

test('views: a message that arrives in another form is rejected', async () => {
  const { float64, resizable, 'slice-transfer': sliced } = transportsOf('views') as Record<string, Transport>;
  const fixed = (answer: unknown) => (answer instanceof ArrayBuffer ? answer.slice() : answer);
  await expect(use(connect(resizable as Transport, { sizeBytes: KIB, change: fixed }))).rejects.toThrow(
    'a resizable ArrayBuffer arrived with a fixed length',
  );
  const bare = (answer: unknown) => (ArrayBuffer.isView(answer) ? answer.buffer : answer);
  await expect(use(connect(float64 as Transport, { sizeBytes: KIB, change: bare }))).rejects.toThrow(
    'a Float64Array arrived as [object ArrayBuffer]',
  );
  await expect(use(connect(sliced as Transport, { sizeBytes: KIB, transfers: false }))).rejects.toThrow(
    'the buffer was not detached by the transfer',
  );
});

for (const [name, transport] of Object.entries(transportsOf('buffers'))) {
  for (const parameter of [1, 16, 4096]) {
    const sizes = { sizeBytes: MIB, parameter };

    test(`buffers, ${name} of ${parameter}: all arrive and are counted, and one spoiled byte is found`, async () => {
      expect((await use(connect(transport, sizes))).movedBytes?.()).toBe(2 * MIB);
      await expect(use(connect(transport, { ...sizes, change: spoil }))).rejects.toThrow(CORRUPTED);
    });
  }

  test(`buffers, ${name}: a missing buffer is rejected, and so are two exchanged ones`, async () => {
    const attempt = (change: (buffers: unknown[]) => unknown[]) =>
      use(connect(transport, { sizeBytes: MIB, parameter: 16, change: (all) => change(all as unknown[]) }));
    await expect(attempt((all) => all.slice(1))).rejects.toThrow('15 buffers arrived, expected 16');
    await expect(attempt(([first, second, ...rest]) => [second, first, ...rest])).rejects.toThrow(
      'the working set does not contain stamp 32',
    );
  });
}

test('buffers: a buffer that is still here was not transferred', async () => {
  const { transfer } = transportsOf('buffers') as Record<string, Transport>;
  const main = connect(transfer as Transport, { sizeBytes: MIB, parameter: 16, transfers: false });
  await expect(use(main)).rejects.toThrow('the buffer was not detached by the transfer');
});
