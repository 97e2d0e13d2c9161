import { isAbsolute, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
/** Files that are kept between commands and can be deleted at any time. */
export const CACHE_DIR = join(ROOT, 'node_modules/.cache/clone-transfer-share');
/** The client that the bench builds and every engine runs. */
export const CLIENT_DIR = join(ROOT, 'suites/dist');
/** The client for the tests, because a bench that a test starts rebuilds {@link CLIENT_DIR}. */
export const TEST_CLIENT_DIR = join(ROOT, 'suites/dist-test');
export const RESULTS_DIR = join(ROOT, 'results');

/** A path for display: relative to the project root if it is inside the project. */
export function shownPath(path: string): string {
  const inside = relative(ROOT, resolve(path));
  return inside.startsWith('..') || isAbsolute(inside) ? resolve(path) : inside;
}
