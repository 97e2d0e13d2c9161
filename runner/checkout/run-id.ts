import { randomBytes } from 'node:crypto';
import { FOLDER_BEFORE_RUN } from './temporary-folder.ts';

/** The environment variable that passes a run to its processes: the whole plan, or only the id. */
export const RUN_VARIABLE = 'CLONE_TRANSFER_SHARE_RUN';

export function newRunId(startedAt: string): string {
  return `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${randomBytes(3).toString('hex')}`;
}

/** For a process that must not be ended with a run that is killed, such as a package manager. */
export function environmentWithoutRun(): NodeJS.ProcessEnv {
  const { [RUN_VARIABLE]: _, ...environment } = process.env;
  return { ...environment, ...FOLDER_BEFORE_RUN };
}

/** Puts the run's id in the environment of its processes, so that leftovers.ts can find them if the run is killed. */
export function nameProcesses(runId: string): void {
  process.env[RUN_VARIABLE] = JSON.stringify({ id: runId });
}
