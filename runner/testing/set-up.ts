import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { buildClient } from '../serve/build-client.ts';

/** Playwright Test's global set-up for the tests: builds the client. */
export default (): Promise<void> => buildClient(TEST_CLIENT_DIR);
