import type { GcAccount } from './gc/account.ts';

/** A running engine. */
export interface Opened {
  /** Resolves with a description if the engine ends or crashes by itself. Never rejects; never settles after `close`. */
  readonly gone: Promise<string>;
  /** Ends the engine, with everything that was started for it, and removes its files. */
  close(): Promise<void>;
}

export interface Watched extends Opened {
  /** The processes at the roots of its process tree. */
  readonly roots: readonly number[];
  /** `null` if the engine's record says that reading collections is unsupported. */
  readonly gc: GcAccount | null;
}
