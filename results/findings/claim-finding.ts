import type { ClaimVerdict } from '../schema/claim.ts';

/** What an engine says to a claim of the guide, and the evidence for it. */
export interface Finding {
  readonly verdict: ClaimVerdict;
  readonly evidence: string;
}

export function holds(condition: boolean, evidence: string): Finding {
  return { verdict: condition ? 'holds' : 'does not hold', evidence };
}

export function untestable(evidence: string): Finding {
  return { verdict: 'cannot be tested here', evidence };
}
