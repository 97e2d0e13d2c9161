import { isAbsolute, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
/** The built client: what every engine runs. */
export const CLIENT_DIR = join(ROOT, 'suites/dist');
export const RESULTS_DIR = join(ROOT, 'results');

/** A path as it is shown: relative to the project, where it lies in it. */
export function shownPath(path: string): string {
  const inside = relative(ROOT, resolve(path));
  return inside.startsWith('..') || isAbsolute(inside) ? resolve(path) : inside;
}
