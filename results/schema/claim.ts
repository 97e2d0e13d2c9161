import { z } from 'zod';
import { nameSchema, textSchema } from './field.ts';
import { engineNameSchema } from './keys.ts';

/** What an engine says to a claim of the guide. */
const claimVerdictSchema = z.enum(['holds', 'does not hold', 'undecided', 'cannot be tested here']);
export type ClaimVerdict = z.infer<typeof claimVerdictSchema>;

export const findingSchema = {
  id: nameSchema,
  words: textSchema.min(1).describe('The claim.'),
  verdict: claimVerdictSchema,
  evidence: textSchema
    .min(1)
    .describe('What the engine did, or this run’s figures; or why it cannot be tested here.'),
};
export const claimSchema = z.strictObject({ ...findingSchema, engine: engineNameSchema });
export type ClaimResult = z.infer<typeof claimSchema>;
