import { z } from 'zod';
import { nameSchema, textSchema } from './field.ts';
import { engineNameSchema } from './keys.ts';

/** The verdict on a claim of the guide in one engine. */
const claimVerdictSchema = z.enum(['holds', 'does not hold', 'undecided', 'cannot be tested here']);
export type ClaimVerdict = z.infer<typeof claimVerdictSchema>;

export const findingSchema = {
  id: nameSchema,
  words: textSchema.min(1).describe('The claim.'),
  verdict: claimVerdictSchema,
  evidence: textSchema
    .min(1)
    .describe('What the engine did, or the figures of this run; or why the claim cannot be tested here.'),
};
export const claimSchema = z.strictObject({ ...findingSchema, engine: engineNameSchema });
export type ClaimResult = z.infer<typeof claimSchema>;
