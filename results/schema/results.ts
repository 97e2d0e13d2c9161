import { z } from 'zod';
import { cellSchema } from './cell.ts';
import { claimSchema } from './claim.ts';
import { contradictionsIn } from './contradictions.ts';
import { engineSchema, hostSchema } from './engine.ts';
import { timestampSchema, unique } from './field.ts';
import { cellId, claimId, launchId, passId } from './ids.ts';
import { launchSchema, passSchema } from './launch.ts';
import { runSchema } from './run.ts';

/**
 * The version of the schema of results files. An unknown key is an error. Units are in the names; times are wall-clock
 * milliseconds from `performance.now()` unless the name says otherwise.
 */
export const SCHEMA_VERSION = 4;

export const resultsSchema = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    run: runSchema,
    outcome: z
      .enum(['unfinished', 'interrupted', 'complete'])
      .describe('complete: every planned cell has a status.'),
    endedAt: z.union([timestampSchema, z.null()]),
    hosts: unique(z.array(hostSchema), ({ id }) => id),
    engines: unique(z.array(engineSchema), ({ engine }) => engine),
    launches: unique(z.array(launchSchema), launchId),
    passes: unique(z.array(passSchema), passId),
    cells: unique(z.array(cellSchema), cellId),
    claims: unique(z.array(claimSchema), claimId).describe(
      'The result of each claim of the guide in each engine.',
    ),
  })
  .superRefine((results, context) => {
    for (const contradiction of contradictionsIn(results))
      context.addIssue({ code: 'custom', ...contradiction });
  });
export type Results = z.infer<typeof resultsSchema>;
