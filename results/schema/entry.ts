import { z } from 'zod';
import { cpuSchema, gcSchema, memorySchema } from './cell.ts';
import { claimSchema } from './claim.ts';
import { engineSchema, hostSchema } from './engine.ts';
import { durationMsSchema, timestampSchema, wordsWhy } from './field.ts';
import { type CellKey, cellKey, launchKey } from './keys.ts';
import { launchSchema, pageReportSchema, passSchema, placementSchema } from './launch.ts';
import { type PageMessage, workerReportSchema } from './page-message.ts';
import { runSchema } from './run.ts';

/** The events of a run, in order. A results file is the fold of its entries. */
export const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), run: runSchema }),
  z
    .strictObject({ kind: z.literal('client'), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .describe('The files of the client that the engines run; a resumed run must have the same.'),
  z.strictObject({ kind: z.literal('host'), host: hostSchema }),
  z.strictObject({ kind: z.literal('engine'), engine: engineSchema }),
  z.strictObject({ kind: z.literal('launch'), launch: launchSchema }),
  z.strictObject({ kind: z.literal('placed'), ...launchKey, placement: placementSchema }),
  z.strictObject({ kind: z.literal('page'), ...launchKey, page: pageReportSchema }),
  z.strictObject({ kind: z.literal('worker'), ...launchKey, ...workerReportSchema.shape }),
  z.strictObject({ kind: z.literal('pass'), ...passSchema.shape }),
  z.strictObject({
    kind: z.literal('pressure'),
    ...cellKey,
    gc: gcSchema,
    memory: memorySchema,
    cpu: cpuSchema,
  }),
  z.strictObject({ kind: z.literal('claim'), ...claimSchema.shape }),
  z.strictObject({
    kind: z.literal('cell'),
    ...cellKey,
    status: z.enum(['skipped', 'failed']),
    reason: wordsWhy,
  }),
  z.strictObject({
    kind: z.literal('launched'),
    ...launchKey,
    durationMs: durationMsSchema,
    startUpMs: launchSchema.shape.startUpMs,
  }),
  z
    .strictObject({
      kind: z.literal('resumed'),
      at: timestampSchema,
    })
    .describe('The run was resumed: it keeps what is complete, and goes on after that.'),
  z.strictObject({
    kind: z.literal('ended'),
    at: timestampSchema,
    outcome: z.enum(['interrupted', 'complete']),
  }),
]);
export type Entry = z.infer<typeof entrySchema>;

/** Whether the entry says how far an engine's suite has been measured. */
export function isAbout({ engine, suite }: Pick<CellKey, 'engine' | 'suite'>, entry: Entry): boolean {
  const isOne = (key: Pick<CellKey, 'engine' | 'suite'>) => key.engine === engine && key.suite === suite;
  switch (entry.kind) {
    case 'resumed':
      return true;
    case 'launch':
      return isOne(entry.launch);
    case 'placed':
    case 'page':
    case 'worker':
    case 'launched':
    case 'cell':
    case 'pressure':
    case 'pass':
      return isOne(entry);
    case 'run':
    case 'client':
    case 'host':
    case 'engine':
    case 'claim':
    case 'ended':
      return false;
  }
}

/** The entry for a page's message. `null`: the message adds none. */
export function entryOf(
  message: PageMessage,
  key: Pick<CellKey, 'engine' | 'suite'> & { launch: number },
): Entry | null {
  switch (message.kind) {
    case 'page':
      return { kind: 'page', ...key, page: message.page };
    case 'worker':
      return { ...key, ...message };
    case 'alive':
    case 'threads':
    case 'opened':
    case 'turn':
    case 'alone':
    case 'window':
    case 'bump':
    case 'harness':
    case 'claim':
    case 'refused':
      return null;
  }
}
