import { CLIENT_DIR } from '../checkout/paths.ts';
import { buildClient } from '../serve/build-client.ts';
import { currentModules } from './run.ts';

/** Playwright Test's global set-up for the bench: builds the client. */
export default (): Promise<void> => buildClient(CLIENT_DIR, currentModules());
