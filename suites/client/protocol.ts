import type { WorkerFact } from '../claims/worker-facts.ts';
import type { Trouble } from '../parts/trouble.ts';
import type { SideKey } from '../plan/plan.ts';

/**
 * Every message between threads, except the working sets. A working set is a plain message of the worker, exactly as a
 * transport posts it, so that nothing is wrapped around what is timed. The messages here use a port of their own.
 */
export type WorkerCommand =
  | ({ readonly kind: 'open' } & WorkerOpening)
  /** From now on this side gets the messages. */
  | { readonly kind: 'use'; readonly id: number }
  /** Closes every side. */
  | { readonly kind: 'close' }
  /** Answered when the worker has started. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'clock' }
  /** A step of checking a claim. */
  | { readonly kind: 'fact'; readonly fact: WorkerFact; readonly data: unknown }
  | { readonly kind: 'probe'; readonly memory: WebAssembly.Memory }
  | { readonly kind: 'bump'; readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory };

/** Which transport a worker is the other side of. */
export interface WorkerOpening extends SideKey {
  readonly id: number;
  readonly suite: string;
  /** The transport itself, or the loop that shows what the harness adds to the transport. */
  readonly form: 'transport' | 'hand-written';
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

/** What the worker sends over the port: the answer to a command, or why there is no answer. */
export type WorkerMessage = WorkerAnswer | Trouble;

/** The worker's first message, with the port. */
export interface WorkerStart {
  readonly port: MessagePort;
}
