import type { GcAccount } from './gc/account.ts';

/** A started engine. */
export interface Opened {
  /** Resolves with words when the engine is gone by itself. Never rejects; never settles after `close`. */
  readonly gone: Promise<string>;
  /** Ends the engine and everything that was started or written for it. */
  close(): Promise<void>;
}

export interface Watched extends Opened {
  /** The processes at the roots of its process tree. */
  readonly roots: readonly number[];
  /** `null` where the record says that it is unsupported. */
  readonly gc: GcAccount | null;
}
