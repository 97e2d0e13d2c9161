import { z } from 'zod';
import { hostSchema } from '../schema/engine.ts';
import { countSchema, sampleMsSchema } from '../schema/field.ts';
import { cellKey, type EngineName, engineNameSchema } from '../schema/keys.ts';
import { PLACEMENTS, runSchema } from '../schema/run.ts';
import { hostIdsOf } from '../summary/hosts.ts';
import type { Summary } from '../summary/summary.ts';

/** The version of the schema of the files in `results/history/`. Each run has its own file, so that runs merged at the same time do not conflict. */
export const HISTORY_VERSION = 1;

export const historySchema = z.strictObject({
  historyVersion: z.literal(HISTORY_VERSION),
  run: z.strictObject({
    id: runSchema.shape.id,
    startedAt: runSchema.shape.startedAt,
    profile: runSchema.shape.profile,
    suiteVersion: runSchema.shape.suiteVersion,
    commit: runSchema.shape.commit,
    isolation: runSchema.shape.isolation,
  }),
  hosts: z.array(hostSchema.pick({ id: true, os: true, arch: true, cpu: true, cores: true })),
  engines: z.array(
    z.strictObject({
      engine: engineNameSchema,
      version: z.string().max(10_000),
      host: z
        .union([hostSchema.shape.id, z.null()])
        .describe('Where it was measured; null: on several machines, on an unknown machine, or nowhere.'),
    }),
  ),
  pairs: z
    .array(
      z.strictObject({
        suite: cellKey.suite,
        above: cellKey.transport,
        below: cellKey.transport,
        placement: z.enum(PLACEMENTS).optional().describe('Of the threads; older files do not have it.'),
      }),
    )
    .default([])
    .describe(
      'The ratios that are followed; older files have no pairs, and use the pairs of the other files.',
    ),
  cells: z.array(
    z.strictObject({
      engine: engineNameSchema,
      suite: cellKey.suite,
      transport: cellKey.transport,
      parameter: cellKey.parameter,
      sizeBytes: cellKey.sizeBytes,
      launches: z
        .array(z.tuple([countSchema, sampleMsSchema]))
        .min(1)
        .describe('Each launch, and its value in milliseconds.'),
    }),
  ),
});
export type HistoryEntry = z.infer<typeof historySchema>;
/** A ratio that is followed from run to run. */
export type TrendPair = Pick<HistoryEntry['pairs'][number], 'suite' | 'above' | 'below'>;

function hostOf(engine: EngineName, cells: Summary['cells'], hosts: Summary['hosts']): string | null {
  const ids = hostIdsOf(cells.filter((cell) => cell.engine === engine));
  const [id] = ids;
  return ids.length === 1 && hosts.some((host) => host.id === id) ? (id ?? null) : null;
}

/**
 * In what the surroundings of a run differ from those of an earlier one; `undefined` if they are alike. Ratios of other placements, or
 * without isolation, are other ratios: in one history, they would look like steps.
 */
export function otherSurroundings(earlier: HistoryEntry, own: HistoryEntry): string | undefined {
  if (earlier.run.isolation !== own.run.isolation)
    return `isolation is ${earlier.run.isolation} there and ${own.run.isolation} here`;
  for (const { suite, placement } of own.pairs) {
    const before = earlier.pairs.find((pair) => pair.suite === suite)?.placement;
    if (before !== undefined && before !== placement)
      return `the threads of ${suite} are ${before} there and ${placement} here`;
  }
  return undefined;
}

/** The history file of a run. Cells without a figure are left out. */
export function historyEntry({ run, hosts, engines, cells }: Summary): HistoryEntry {
  const { id, startedAt, profile, suiteVersion, commit, isolation } = run;
  return {
    historyVersion: HISTORY_VERSION,
    run: { id, startedAt, profile, suiteVersion, commit, isolation },
    hosts: hosts.map(({ id: hostId, os, arch, cpu, cores }) => ({ id: hostId, os, arch, cpu, cores })),
    engines: engines.flatMap((one) =>
      one.status === 'found'
        ? [{ engine: one.engine, version: one.version, host: hostOf(one.engine, cells, hosts) }]
        : [],
    ),
    pairs: run.suites.flatMap(({ name: suite, transports, placement }) =>
      transports.flatMap(({ name: above, followedTo }) =>
        followedTo.map((below) => ({ suite, above, below, placement })),
      ),
    ),
    cells: cells.flatMap((cell) => {
      if (cell.status !== 'measured') return [];
      const { engine, suite, transport, parameter, sizeBytes } = cell;
      const launches = cell.launches.map(({ launch, valueMs }): [number, number] => [
        launch,
        Number(valueMs.toPrecision(4)),
      ]);
      return [{ engine, suite, transport, parameter, sizeBytes, launches }];
    }),
  };
}
