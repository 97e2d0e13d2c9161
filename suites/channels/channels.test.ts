import { expect, test } from 'playwright/test';
import { Unsupported } from '../parts/errors.ts';
import { errorOf, troubleOf, unreadable } from '../parts/trouble.ts';
import type { MainContext, Post } from '../transport.ts';
import type { ChannelKind } from './channel.ts';
import { FRAME, OTHER_FRAME, SERVICE_WORKER, SHARED_WORKER } from './elsewhere.ts';
import { answering, asking, type HandOver } from './hand-over.ts';
import { Inbox } from './inbox.ts';

const SIZE_BYTES = 1024;

interface Between {
  readonly change?: (answer: unknown) => unknown;
  /** Whether posting takes away the buffers in the transfer list, as it should. */
  readonly transfers?: boolean;
}

/** Both ends of a hand-over, with a channel between them. */
function connect(handOver: HandOver, { change = (answer) => answer, transfers = true }: Between = {}) {
  const inbox = new Inbox();
  const carry = (message: unknown, transfer: Transferable[] = []) =>
    structuredClone(message, transfers ? { transfer } : {});
  const post: Post = (message, transfer) => handle(carry(message, transfer));
  const handle = answering(handOver, {
    post: (message, transfer) => {
      const answer = change(carry(message, transfer));
      queueMicrotask(() => inbox.hear(answer));
    },
  });
  return asking(handOver, { sizeBytes: SIZE_BYTES, post, receive: inbox.receive });
}

for (const handOver of ['clone', 'transfer', 'share'] as const) {
  test(`${handOver}: the working set comes back whole, with the stamp of the answer`, async () => {
    const { roundTrip, received } = connect(handOver);
    for (const stamp of [1, 3, 5]) await roundTrip(stamp);
    const words = received();
    expect(words?.byteLength).toBe(SIZE_BYTES);
    expect([words?.[0], words?.at(-1)]).toEqual([6, 6]);
  });

  test(`${handOver}: an answer that comes twice, and one that is too short, are rejected`, async () => {
    let first: ArrayBufferLike | undefined;
    const again = (answer: unknown) => {
      // A copy, as in a shared buffer the stamp of the second round trip would replace that of the first.
      first ??= (answer as ArrayBufferLike).slice(0);
      return first.slice(0);
    };
    const { roundTrip } = connect(handOver, { change: again });
    await roundTrip(1);
    await expect(roundTrip(3)).rejects.toThrow(
      'the working set does not contain stamp 4: it has 2 at its start and 2 at its end',
    );
    const short = connect(handOver, { change: (answer) => (answer as ArrayBuffer).slice(0, 64) });
    await expect(short.roundTrip(1)).rejects.toThrow('the working set does not contain stamp 2');
  });
}

/** Starts the other side of a channel in a page that has only these globals of a page; returns the error. */
async function startIn(globals: Readonly<Record<string, unknown>>, kind: ChannelKind): Promise<unknown> {
  const own = Object.keys(globals).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  try {
    const peers = new URL('http://192.0.2.1/peers/');
    await kind.openMain({ peers } as MainContext, new Inbox(), 'clone').opened?.();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    for (const [name, descriptor] of own) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    }
  }
}

for (const [name, kind, globals, message] of [
  ['frame', FRAME, {}, 'ReferenceError: document is not defined'],
  ['SharedWorker', SHARED_WORKER, {}, 'ReferenceError: SharedWorker is not defined'],
  ['service worker', SERVICE_WORKER, { navigator: {} }, 'navigator.serviceWorker is not available here'],
  [
    'second name',
    OTHER_FRAME,
    { document: { createElement: () => ({}) } },
    'the server of this page has no second name: its only one is 192.0.2.1',
  ],
] as const) {
  test(`without a ${name}, the channel is unsupported`, async () => {
    const error = await startIn(globals, kind);
    expect(error).toBeInstanceOf(Unsupported);
    expect(error).toMatchObject({ message });
  });
}

test('a script that is not served is a failure, and not something that the engine lacks', async () => {
  const register = async () => {
    throw new TypeError('A bad HTTP response code (404) was received when fetching the script.');
  };
  const error = await startIn({ navigator: { serviceWorker: { register } } }, SERVICE_WORKER);
  expect(error).toBeInstanceOf(TypeError);
});

test('a buffer that is still here was not transferred', () => {
  const { roundTrip } = connect('transfer', { transfers: false });
  expect(() => roundTrip(1)).toThrow('the buffer was not detached by the transfer');
});

test('a channel that turns a shared buffer into something else does not carry it', async () => {
  for (const [arrived, name] of [
    [null, 'Null'],
    [new ArrayBuffer(SIZE_BYTES), 'ArrayBuffer'],
  ] as const) {
    const error = await connect('share', { change: () => arrived })
      .roundTrip(1)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unsupported);
    expect(error).toMatchObject({ message: `a SharedArrayBuffer arrived as [object ${name}]` });
  }
});

test('a channel that says nothing ends the first round trip', async () => {
  const inbox = new Inbox(10);
  await expect(inbox.receive()).rejects.toThrow('no answer has come within 0.01 s, and no error');
  const heard = new Inbox(10);
  const answer = heard.receive();
  heard.hear('an answer');
  expect(await answer).toBe('an answer');
  await new Promise((resolve) => setTimeout(resolve, 30));
  const next = heard.receive();
  heard.hear('the next');
  expect(await next).toBe('the next');
});

test('an error on the other side ends the round trip that waits, or the next, and stays what it is', async () => {
  const inbox = new Inbox();
  const waiting = inbox.receive();
  inbox.fail(errorOf(troubleOf(unreadable())));
  const error = await waiting.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Unsupported);
  await expect(inbox.receive()).rejects.toThrow('on the other side: a message could not be read');
  const failed = errorOf(troubleOf(new TypeError('thrown')));
  expect(failed).not.toBeInstanceOf(Unsupported);
  expect(failed.message).toBe('on the other side: TypeError: thrown');
});
