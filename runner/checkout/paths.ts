import { isAbsolute, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
/** What is kept between commands, and can be thrown away. */
export const CACHE_DIR = join(ROOT, 'node_modules/.cache/clone-transfer-share');
/** The client as the bench builds it: what every engine runs. */
export const CLIENT_DIR = join(ROOT, 'suites/dist');
/** The tests' own: a bench that a test starts builds the other anew. */
export const TEST_CLIENT_DIR = join(ROOT, 'suites/dist-test');
export const RESULTS_DIR = join(ROOT, 'results');

/** A path as it is shown: relative to the project, where it lies in it. */
export function shownPath(path: string): string {
  const inside = relative(ROOT, resolve(path));
  return inside.startsWith('..') || isAbsolute(inside) ? resolve(path) : inside;
}
