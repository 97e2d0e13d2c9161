import { randomBytes } from 'node:crypto';

/** The environment variable that passes a run to its processes: the whole plan, or only the id. */
export const RUN_VARIABLE = 'CLONE_TRANSFER_SHARE_RUN';

export function newRunId(startedAt: string): string {
  return `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${randomBytes(3).toString('hex')}`;
}

/** Puts the run's id in the environment of its processes, so that leftovers.ts can find them if the run is killed. */
export function nameProcesses(runId: string): void {
  process.env[RUN_VARIABLE] = JSON.stringify({ id: runId });
}
