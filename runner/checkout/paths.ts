import { join } from 'node:path';
import { ROOT } from '../../results/command-line/installation.mjs';

export {
  CACHE_DIR,
  CLIENT_DIR,
  RESULTS_DIR,
  ROOT,
  shownPath,
} from '../../results/command-line/installation.mjs';

/** The client for the tests, because a bench that a test starts rebuilds the client of the bench. */
export const TEST_CLIENT_DIR = join(ROOT, 'suites/dist-test');
