import type { ClaimVerdict } from '../../results/schema/claim.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Summary } from '../../results/summary/summary.ts';
import type { Wasm } from '../parts/wasm.ts';
import type { WorkerFact } from './worker-facts.ts';

/** What an engine says to a claim, and by what. */
export interface Finding {
  readonly verdict: ClaimVerdict;
  readonly evidence: string;
}

/** One claim of the guide on sharing memory between Wasm and workers, in our words. */
export interface Claim {
  readonly id: string;
  readonly words: string;
  readonly check: Check;
}

/** Where it is checked: on an isolated page, on one that is not, or by a run's figures. */
type Check =
  | { readonly on: 'isolated-page' | 'bare-page'; readonly find: (context: ClaimContext) => Promise<Finding> }
  | { readonly on: 'figures'; readonly find: (summary: Summary, engine: EngineName) => Finding };

export interface ClaimContext {
  readonly wasm: Wasm;
  /** Has the worker do something with what is posted to it. */
  readonly ask: (fact: WorkerFact, data: unknown, transfer?: Transferable[]) => Promise<unknown>;
  /** Whether there is a document, as a runtime has none. */
  readonly hasDocument: boolean;
  /** A file of the server's for the claims, by its name. */
  readonly fixture: (name: string) => URL;
}

export function holds(condition: boolean, evidence: string): Finding {
  return { verdict: condition ? 'holds' : 'does not hold', evidence };
}

export function untestable(evidence: string): Finding {
  return { verdict: 'cannot be tested here', evidence };
}
