import type { Finding } from '../../results/findings/claim-finding.ts';
import type { Wasm } from '../parts/wasm.ts';
import type { WorkerFact } from './worker-facts.ts';

/** A claim of the guide on sharing memory between Wasm and workers, in our words, that a page can check. */
export interface PageClaim {
  readonly id: string;
  readonly words: string;
  /** Whether the page has to be cross-origin isolated for it, or has to be without isolation. */
  readonly on: 'isolated-page' | 'bare-page';
  readonly find: (context: ClaimContext) => Promise<Finding>;
}

export interface ClaimContext {
  readonly wasm: Wasm;
  /** Has the worker do something with what is posted to it. */
  readonly ask: (fact: WorkerFact, data: unknown, transfer?: Transferable[]) => Promise<unknown>;
  /** Whether there is a document, as a runtime has none. */
  readonly hasDocument: boolean;
  /** A file of the server's for the claims, by its name. */
  readonly fixture: (name: string) => URL;
}
