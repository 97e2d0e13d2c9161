import { buildClient } from './build-client.ts';

/** What Playwright Test does before the bench and before the tests. */
export default (): Promise<void> => buildClient();
