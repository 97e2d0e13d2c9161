import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { buildClient } from '../serve/build-client.ts';

/** What Playwright Test does before the tests. */
export default (): Promise<void> => buildClient(TEST_CLIENT_DIR);
