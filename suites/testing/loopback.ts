import { newMemory } from '../parts/memory.ts';
import { filledWords } from '../parts/stamp.ts';
import type { MainContext, MainSide, Post, Receive, ReceiveEach, Transport } from '../transport.ts';

/** Both sides of a transport on one thread, behind messages that are cloned or transferred as between threads. */

export interface Crossing {
  /** Whether posting takes away the buffers in the transfer list, as it should. */
  readonly transfers?: boolean;
  /** Changes an answer on its way back. */
  readonly change?: (answer: unknown) => unknown;
}

/** The messages of both sides. Call `listen` with what the worker does with each. */
export function crossing({ transfers = true, change = (answer) => answer }: Crossing = {}) {
  const answers: unknown[] = [];
  const waiting: ((answer: unknown) => void)[] = [];
  let hear: (message: unknown) => void = () => {
    throw new Error('the transport has no worker');
  };
  const carry = (message: unknown, transfer: Transferable[] = []) =>
    // No thread is crossed, which is how a memory arrives.
    message instanceof WebAssembly.Memory ? message : structuredClone(message, transfers ? { transfer } : {});
  const deliver = () => {
    while (waiting.length > 0 && answers.length > 0) waiting.shift()?.(answers.shift());
  };
  const post: Post = (message, transfer) => hear(carry(message, transfer));
  const answer: Post = (message, transfer) => {
    answers.push(change(carry(message, transfer)));
    queueMicrotask(deliver);
  };
  const receive: Receive = async (use = (data: unknown) => data) => {
    const next = new Promise<unknown>((resolve) => waiting.push(resolve));
    deliver();
    return use(await next);
  };
  const receiveEach: ReceiveEach = async (count, use) => {
    for (let index = 0; index < count; index++) await receive((data) => use(data, index));
  };
  const listen = (worker: (message: unknown) => void) => {
    hear = worker;
  };
  return { post, answer, receive, receiveEach, listen };
}

interface Between extends Crossing {
  readonly sizeBytes: number;
  readonly parameter?: number | null;
  readonly wasm: MainContext['wasm'];
}

/** The main side of a transport, whose worker's side answers. */
export function loopback(
  transport: Transport,
  { sizeBytes, parameter = null, wasm, ...between }: Between,
): MainSide {
  const { post, answer, receive, receiveEach, listen } = crossing(between);
  const main = transport.openMain({
    sizeBytes,
    parameter,
    post,
    receive,
    receiveEach,
    workers: [{ post, receive, receiveEach }],
    workingSet: () => filledWords(sizeBytes),
    sharedMemory: () => newMemory(sizeBytes, 'shared'),
    plainMemory: () => newMemory(sizeBytes, 'plain'),
    vendor: new URL('file:///'),
    peers: new URL('file:///'),
    wasm,
  });
  const worker = transport.openWorker?.({
    sizeBytes,
    parameter,
    index: 0,
    setup: main.setup ?? null,
    wasm,
    post: answer,
  });
  if (worker) listen(worker);
  return main;
}
