import { buildClient } from './build-client.ts';
import { TEST_CLIENT_DIR } from './paths.ts';

/** What Playwright Test does before the tests. */
export default (): Promise<void> => buildClient(TEST_CLIENT_DIR);
