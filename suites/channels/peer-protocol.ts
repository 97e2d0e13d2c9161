import type { Trouble } from '../parts/trouble.ts';
import type { HandOver } from './hand-over.ts';

/** The first message to a peer: a frame, a shared worker or a service worker. It comes with a port for what is not measured. */
export interface Hello {
  readonly handOver: HandOver;
}

/** What a peer says through that port. */
export type PeerWords = { readonly kind: 'ready' } | Trouble;
