import { buildClient } from './build-client.ts';
import { CLIENT_DIR } from './paths.ts';
import { currentModules } from './run.ts';

/** What Playwright Test does before the bench. */
export default (): Promise<void> => buildClient(CLIENT_DIR, currentModules());
