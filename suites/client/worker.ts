import { WORKER_FACTS } from '../claims/worker-facts.ts';
import { bumpInWorker } from '../parts/bump.ts';
import { measureClockStepMs } from '../parts/clock.ts';
import { troubleOf } from '../parts/trouble.ts';
import { WASM } from '../parts/wasm.ts';
import type { Post, Transport, WorkerContext } from '../transport.ts';
import { loadTransports, transportOf } from './methods.ts';
import type { WorkerAnswer, WorkerCommand, WorkerMessage, WorkerOpening, WorkerStart } from './protocol.ts';

/** The used part of a worker's global scope; TypeScript's DOM types describe a window instead. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

const loading = loadTransports();
scope.onmessage = async ({ data }: MessageEvent<WorkerStart>) => {
  const { port } = data;
  scope.onmessage = null;
  await loading;

  const say = (message: WorkerMessage) => port.postMessage(message);
  const fail = (error: unknown) => say(troubleOf(error));

  const post: Post = (message, transfer = []) => scope.postMessage(message, transfer);

  /** The other sides that are open; at most one of them gets the messages. */
  const sides = new Map<number, WorkerScope['onmessage']>();

  function open({ id, suite, transport: name, form, ...opening }: WorkerOpening): void {
    const transport = transportOf(suite, name);
    sides.set(id, form === 'hand-written' ? bare(transport, opening) : guarded(transport, opening));
  }

  function bare(
    transport: Transport,
    { sizeBytes, setup }: Pick<WorkerContext, 'sizeBytes' | 'setup'>,
  ): WorkerScope['onmessage'] {
    const answer = transport.handWritten?.openWorker({ sizeBytes, post, setup });
    return answer ? ({ data }) => answer(data) : null;
  }

  /** Runs inside the timing, so it creates nothing new per message. */
  function guarded(
    transport: Transport,
    opening: Omit<WorkerContext, 'post' | 'wasm'>,
  ): WorkerScope['onmessage'] {
    const handle = transport.openWorker?.({ ...opening, post, wasm: WASM });
    if (!handle) return null;
    const { getsEvents } = transport;
    return (event) => {
      try {
        handle(getsEvents ? event : event.data);
      } catch (error) {
        fail(error);
      }
    };
  }

  function obey(command: WorkerCommand): WorkerAnswer {
    switch (command.kind) {
      case 'open':
        open(command);
        return { kind: 'done' };
      case 'use':
        scope.onmessage = sides.get(command.id) ?? null;
        return { kind: 'done' };
      case 'close':
        scope.onmessage = null;
        sides.clear();
        return { kind: 'done' };
      case 'ready':
        return { kind: 'done' };
      case 'clock':
        return { kind: 'clock', stepMs: measureClockStepMs() };
      case 'fact':
        return { kind: 'fact', value: WORKER_FACTS[command.fact](command.data, WASM) };
      case 'probe':
        return { kind: 'probe', shared: command.memory.buffer instanceof SharedArrayBuffer };
      case 'bump':
        return { kind: 'bump', ...bumpInWorker(command.module, command.memory) };
    }
  }

  const unreadable = () => fail(new Error('a message could not be read'));
  scope.onmessageerror = unreadable;
  port.onmessageerror = unreadable;
  port.onmessage = ({ data: command }: MessageEvent<WorkerCommand>) => {
    try {
      say(obey(command));
    } catch (error) {
      fail(error);
    }
  };
};
