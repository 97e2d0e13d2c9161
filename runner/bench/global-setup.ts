import { CLIENT_DIR } from '../checkout/paths.ts';
import { shortenTemporaryFolder } from '../checkout/temporary-folder.ts';
import { buildClient } from '../serve/build-client.ts';
import { currentModules } from './run.ts';

/** Playwright Test's global set-up for the bench: builds the client. Playwright's workers inherit the temporary folder. */
export default (): Promise<void> => {
  shortenTemporaryFolder(console.log);
  return buildClient(CLIENT_DIR, currentModules());
};
