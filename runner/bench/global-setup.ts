import { UsageError } from '../../results/command-line/user-error.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { CLIENT_DIR } from '../checkout/paths.ts';
import { shortenTemporaryFolder } from '../checkout/temporary-folder.ts';
import { warmMemory } from '../machine/new-memory.ts';
import { buildClient } from '../serve/build-client.ts';
import { currentModules, currentRun } from './run.ts';

/** @throws {UsageError} if the plan was made on another machine, from another commit. */
function checkCommit(planned: string | null): void {
  const { commit } = suiteBuild();
  if (commit !== planned) {
    throw new UsageError(
      `the plan was made at commit ${planned}, and this is ${commit}: all shards of a run must have the same code`,
    );
  }
}

/**
 * Playwright Test's global set-up for the bench: builds the client, and warms memory, which stays warm as this process lasts as
 * long as the run. Playwright's workers inherit the temporary folder.
 */
export default async (): Promise<void> => {
  shortenTemporaryFolder(console.log);
  const { suites, commit } = await currentRun();
  checkCommit(commit);
  await buildClient(CLIENT_DIR, currentModules());
  if (suites.length > 0) await warmMemory(Math.max(...suites.flatMap(({ sizesBytes }) => sizesBytes)));
};
