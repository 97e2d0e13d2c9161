import { checkPattern } from '../parts/stamp.ts';
import { errorOf, type Trouble, troubleOf, unreadable } from '../parts/trouble.ts';
import { type MainContext, type Transport, timedBy, type WorkerContext } from '../transport.ts';
import { answering, asking, type HandOver } from './hand-over.ts';
import { Inbox } from './inbox.ts';

/** What the page asks of the workers. Each order is answered. */
type Order =
  | { readonly kind: 'connect'; readonly port: MessagePort }
  | { readonly kind: 'time'; readonly stamp: number; readonly count: number }
  | { readonly kind: 'check'; readonly roundTrips: number };

/** Two workers with the ends of a port. The first makes the round trips and measures the time; the page only asks for it. */
export function betweenWorkers(handOver: HandOver): Transport {
  return {
    title: 'a MessagePort between two workers; the page takes no part',
    needs: handOver === 'share' ? ['shared-memory'] : [],
    copies: handOver === 'clone',
    hasOwnChannel: true,
    workers: () => 2,

    openMain({ workers }: MainContext) {
      /** Rejects if the second worker has trouble: from when it is connected, it says nothing else. */
      let answererFails: Promise<never> | undefined;
      async function order(worker: number, what: Order, transfer: Transferable[] = []): Promise<unknown> {
        const channel = workers[worker];
        if (!channel) throw new Error(`there is no worker ${worker}`);
        const answer = channel.receive(resultOf);
        channel.post(what, transfer);
        return answererFails ? Promise.race([answer, answererFails]) : answer;
      }
      // Held as long as the transport is open: when Firefox collects a port that was transferred, its successor loses messages with
      // shared memory that are on their way (DECISIONS.md).
      const { port1, port2 } = new MessageChannel();
      return {
        async opened() {
          const connected = [port1, port2].map((port, worker) =>
            order(worker, { kind: 'connect', port }, [port]),
          );
          await Promise.all(connected);
          answererFails = workers[1]?.receive((data) => {
            throw errorOf(data as Trouble);
          });
          answererFails?.catch(() => {});
        },
        ...timedBy(async (stamp, count) => (await order(0, { kind: 'time', stamp, count })) as number),
        async check(roundTrips) {
          await order(0, { kind: 'check', roundTrips });
        },
      };
    },

    openWorker(context) {
      const { index, post } = context;
      const fail = (error: unknown) => post(troubleOf(error));
      const obey = index === 0 ? asker(handOver, context) : answerer(handOver, fail);
      return (data) => void obey(data as Order).then((result) => post({ kind: 'done', result }), fail);
    },
  };
}

type Result = number | null;
type Obey = (order: Order) => Promise<Result>;

/** @throws what the worker could not do. */
function resultOf(data: unknown): Result {
  const answer = data as { readonly kind: 'done'; readonly result: Result } | Trouble;
  if (answer.kind === 'trouble') throw errorOf(answer);
  return answer.result;
}

/**
 * Waits until the other end of a port has answered. In Firefox, the first answer on a new port is sometimes lost if it has a shared
 * memory (DECISIONS.md).
 */
function meet(port: MessagePort): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = () => resolve();
    port.postMessage(null);
  });
}

/** The worker that begins each round trip. */
function asker(handOver: HandOver, { sizeBytes }: WorkerContext): Obey {
  let sides: ReturnType<typeof asking> | undefined;
  return async (order) => {
    if (order.kind === 'connect') {
      const { port } = order;
      await meet(port);
      const inbox = new Inbox();
      port.onmessage = ({ data }: MessageEvent) => inbox.hear(data);
      port.onmessageerror = () => inbox.fail(unreadable());
      sides = asking(handOver, {
        sizeBytes,
        post: (message, transfer = []) => port.postMessage(message, transfer),
        receive: inbox.receive,
      });
      return null;
    }
    if (!sides) throw new Error('an order has come before the port');
    if (order.kind === 'check') {
      const words = sides.received();
      if (words) checkPattern(words, sizeBytes, 2 * order.roundTrips);
      return null;
    }
    const start = performance.now();
    for (let next = 0; next < order.count; next++) await sides.roundTrip(order.stamp + 2 * next);
    return performance.now() - start;
  };
}

/** The worker that answers: once it is connected, it has no further orders. */
function answerer(handOver: HandOver, fail: (error: unknown) => void): Obey {
  return async (order) => {
    if (order.kind !== 'connect') throw new Error(`the second worker cannot ${order.kind}`);
    const { port } = order;
    const handle = answering(handOver, {
      post: (message, transfer = []) => port.postMessage(message, transfer),
    });
    port.onmessage = () => {
      port.onmessage = ({ data }: MessageEvent) => {
        try {
          handle(data);
        } catch (error) {
          fail(error);
        }
      };
      port.postMessage(null);
    };
    port.onmessageerror = () => fail(unreadable());
    return null;
  };
}
