import type { Finding } from '../../results/findings/claim-finding.ts';
import type { Wasm } from '../parts/wasm.ts';
import type { WorkerFact } from './worker-facts.ts';

/** A claim of the guide on sharing memory between Wasm and workers, in our own words, that a page can check. */
export interface PageClaim {
  readonly id: string;
  readonly words: string;
  /** Whether the check needs a cross-origin isolated page or a page without isolation. */
  readonly on: 'isolated-page' | 'bare-page';
  readonly find: (context: ClaimContext) => Promise<Finding>;
}

export interface ClaimContext {
  readonly wasm: Wasm;
  /** Posts something to the worker, which does what the fact names with it. */
  readonly ask: (fact: WorkerFact, data: unknown, transfer?: Transferable[]) => Promise<unknown>;
  /** False in a runtime, which has no document. */
  readonly hasDocument: boolean;
  /** The URL of a file that the server has for the claims. */
  readonly fixture: (name: string) => URL;
}
