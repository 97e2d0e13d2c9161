import { CLIENT_DIR } from '../checkout/paths.ts';
import { buildClient } from '../serve/build-client.ts';
import { currentModules } from './run.ts';

/** What Playwright Test does before the bench. */
export default (): Promise<void> => buildClient(CLIENT_DIR, currentModules());
