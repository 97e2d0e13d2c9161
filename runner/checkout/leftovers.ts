import { readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { RUN_VARIABLE } from './run-id.ts';
import { temporaryFolder } from './temporary-folder.ts';

const END_WITHIN_MS = 2_000;

/**
 * Ends the processes of a killed run, and removes its temporary folder. The processes have the run's id in their environment,
 * which only Linux lets other processes read.
 * @returns A sentence that says what was done.
 */
export async function cleanUpAfter(runId: string): Promise<string> {
  const folder = temporaryFolder(runId);
  const processes =
    process.platform === 'linux'
      ? `${await endProcessesOf(runId)} of its processes were ended`
      : 'its processes cannot be found on this system';
  const removed = await rm(folder, { recursive: true, force: true }).then(
    () => '',
    (error: Error) => `, and ${folder} could not be removed: ${error.message}`,
  );
  return `The run ${runId} was killed before it ended: ${processes}${removed}.`;
}

async function endProcessesOf(runId: string): Promise<number> {
  const pids = await processesOf(runId);
  for (const pid of pids) signal(pid, 'SIGTERM');
  const until = performance.now() + END_WITHIN_MS;
  while (performance.now() < until && (await processesOf(runId)).length > 0) await wait(50);
  for (const pid of await processesOf(runId)) signal(pid, 'SIGKILL');
  return pids.length;
}

/** The processes that have the run's id in their environment. Linux only. */
export async function processesOf(runId: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const own = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return environment.includes(`${RUN_VARIABLE}={"id":"${runId}"`);
    }),
  );
  return pids.filter((_, at) => own[at]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
