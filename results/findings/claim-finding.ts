import type { ClaimVerdict } from '../schema/claim.ts';

/** The verdict on a claim of the guide in one engine, with the evidence. */
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
