/**
 * Where the suite's own files are, and where a user's files go. In a checkout both are in its folder. As a package the suite is only
 * read, and a user's files go to a folder of the project that uses it. This module is plain JavaScript and imports only Node's own
 * modules, because bootstrap.mjs needs it before the packages are installed.
 */
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the sources. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Whether the suite was installed as a package, and not cloned. */
export const IS_PACKAGE = basename(dirname(ROOT)) === 'node_modules';

const NAME = 'clone-transfer-share';

/** The folder for what a user's commands write. */
export const USER_DIR = IS_PACKAGE ? resolve(NAME) : ROOT;

/**
 * The folders in it. The cache has files that are kept between commands and can be deleted at any time; the client is what the
 * bench builds and every engine runs.
 */
export const { RESULTS_DIR, REPORT_DIR, CACHE_DIR, CLIENT_DIR } = IS_PACKAGE
  ? {
      RESULTS_DIR: USER_DIR,
      REPORT_DIR: join(USER_DIR, 'report'),
      CACHE_DIR: join(USER_DIR, '.cache'),
      CLIENT_DIR: join(USER_DIR, '.cache/client'),
    }
  : {
      RESULTS_DIR: join(USER_DIR, 'results'),
      REPORT_DIR: join(USER_DIR, 'report/dist'),
      CACHE_DIR: join(USER_DIR, `node_modules/.cache/${NAME}`),
      CLIENT_DIR: join(USER_DIR, 'suites/dist'),
    };

/**
 * A path for display: relative to the current folder if it is inside.
 * @param {string} path
 */
export function shownPath(path) {
  const inside = relative('.', resolve(path));
  return inside.startsWith('..') || isAbsolute(inside) ? resolve(path) : inside;
}

/**
 * A command as a user types it.
 * @param {string} name
 * @param {readonly string[]} args
 */
export function shownCommand(name, ...args) {
  const words = IS_PACKAGE ? ['npx', NAME, name] : ['npm', 'run', name, ...(args.length > 0 ? ['--'] : [])];
  return [...words, ...args].join(' ');
}
