import type { Candidate } from '../transport.ts';

/** The three ways that the main question compares, the simplest first. */

export const CLONING: Candidate = { rank: 1, doing: 'Cloning', senderKeeps: true };
export const TRANSFERRING: Candidate = { rank: 2, doing: 'Transferring', senderKeeps: false };
export const SHARING: Candidate = { rank: 3, doing: 'Sharing', senderKeeps: true };
