import { CLIENT_DIR } from '../checkout/paths.ts';
import { shortenTemporaryFolder } from '../checkout/temporary-folder.ts';
import { warmMemory } from '../measure/new-memory.ts';
import { buildClient } from '../serve/build-client.ts';
import { currentModules, currentRun } from './run.ts';

/**
 * Playwright Test's global set-up for the bench: builds the client, and warms memory, which stays warm as this process lasts as
 * long as the run. Playwright's workers inherit the temporary folder.
 */
export default async (): Promise<void> => {
  shortenTemporaryFolder(console.log);
  await buildClient(CLIENT_DIR, currentModules());
  const { suites } = await currentRun();
  if (suites.length > 0) warmMemory(Math.max(...suites.flatMap(({ sizesBytes }) => sizesBytes)));
};
