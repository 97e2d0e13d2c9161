import type { WorkerFact } from '../claims/worker-facts.ts';
import type { BlockKey } from '../plan/plan.ts';

/**
 * Every message that crosses a thread, except the working sets themselves: those are the worker's plain
 * messages, exactly as a transport posts them, so that nothing is wrapped around what is timed. These travel on
 * a port of their own.
 */
export type WorkerCommand =
  | ({ readonly kind: 'open' } & WorkerOpening)
  | { readonly kind: 'close' }
  | { readonly kind: 'clock' }
  /** Answered at once, and only then obeyed. */
  | { readonly kind: 'compute'; readonly durationMs: number }
  /** To do something for a claim. */
  | { readonly kind: 'fact'; readonly fact: WorkerFact; readonly data: unknown }
  | { readonly kind: 'probe'; readonly memory: WebAssembly.Memory }
  | { readonly kind: 'bump'; readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory };

/** What a worker is to be the other side of. */
export interface WorkerOpening extends BlockKey {
  readonly suite: string;
  /** The transport itself, or the loop that shows what the harness adds to it. */
  readonly form: 'transport' | 'hand-written';
  readonly sizeBytes: number;
  /** Which of the transport's workers it is. */
  readonly index: number;
  readonly setup: unknown;
}

export type WorkerAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'clock'; readonly stepMs: number }
  | { readonly kind: 'fact'; readonly value: unknown }
  | { readonly kind: 'probe'; readonly shared: boolean }
  | { readonly kind: 'bump'; readonly saw: number; readonly shared: boolean };

/** What goes over the port from the worker: the answer to a command, or why there is none. */
export type WorkerMessage = WorkerAnswer | { readonly kind: 'failed'; readonly reason: string };

/** The worker's first message, with the port. */
export interface WorkerStart {
  readonly port: MessagePort;
}
