import { randomBytes } from 'node:crypto';

/** The environment variable that names the run to its processes: its plan, or its id alone. */
export const RUN_VARIABLE = 'CLONE_TRANSFER_SHARE_RUN';

export function newRunId(startedAt: string): string {
  return `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${randomBytes(3).toString('hex')}`;
}

/** By which the processes of a run are known, also where it was killed (leftovers.ts). */
export function nameProcesses(runId: string): void {
  process.env[RUN_VARIABLE] = JSON.stringify({ id: runId });
}
