import { z } from 'zod';
import { cellSchema, engineNameSchema, hostSchema, runSchema } from './schema.ts';
import type { Summary } from './summary.ts';

/** The shape of a file of `results/history/`: a run without its samples. One file a run, so that runs that land at once do not meet. */
export const HISTORY_VERSION = 1;

const [, withoutFigure] = cellSchema.options;

export const historySchema = z.strictObject({
  historyVersion: z.literal(HISTORY_VERSION),
  run: z.strictObject({
    id: runSchema.shape.id,
    startedAt: runSchema.shape.startedAt,
    profile: runSchema.shape.profile,
    suiteVersion: runSchema.shape.suiteVersion,
    commit: runSchema.shape.commit,
  }),
  hosts: z.array(hostSchema.pick({ id: true, os: true, arch: true, cpu: true, cores: true })),
  engines: z.array(z.strictObject({ engine: engineNameSchema, version: z.string().max(10_000) })),
  cells: z.array(
    z.strictObject({
      engine: engineNameSchema,
      suite: withoutFigure.shape.suite,
      transport: withoutFigure.shape.transport,
      parameter: withoutFigure.shape.parameter,
      sizeBytes: withoutFigure.shape.sizeBytes,
      launches: z
        .array(z.tuple([z.int().nonnegative(), z.number().nonnegative()]))
        .min(1)
        .describe('Each launch, and its median in milliseconds.'),
    }),
  ),
});
export type HistoryEntry = z.infer<typeof historySchema>;

/** What of a run is kept. A cell without a figure is left out. */
export function historyEntry({ run, hosts, engines, cells }: Summary): HistoryEntry {
  const { id, startedAt, profile, suiteVersion, commit } = run;
  return {
    historyVersion: HISTORY_VERSION,
    run: { id, startedAt, profile, suiteVersion, commit },
    hosts: hosts.map(({ id: hostId, os, arch, cpu, cores }) => ({ id: hostId, os, arch, cpu, cores })),
    engines: engines.flatMap((one) =>
      one.status === 'found' ? [{ engine: one.engine, version: one.version }] : [],
    ),
    cells: cells.flatMap((cell) => {
      if (cell.status !== 'measured') return [];
      const { engine, suite, transport, parameter, sizeBytes } = cell;
      const launches = cell.launches.map(({ launch, medianMs }): [number, number] => [
        launch,
        Number(medianMs.toPrecision(4)),
      ]);
      return [{ engine, suite, transport, parameter, sizeBytes, launches }];
    }),
  };
}
