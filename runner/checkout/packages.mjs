/**
 * Whether the npm packages in node_modules are those of package-lock.json, for this system. This module is plain JavaScript and
 * imports only Node's own modules, because bootstrap.mjs needs it before the packages are installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Package An entry of package-lock.json.
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** The copy of package-lock.json that npm writes, with only what it has installed. */
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * @param {string} root
 * @returns {string | null} What is wrong with the packages, as the end of a sentence; `null` if nothing is.
 */
export function problemOfPackages(root) {
  if (!existsSync(join(root, INSTALLED))) return 'are missing';
  const installed = readPackages(root, INSTALLED);
  const locked = Object.entries(readPackages(root, 'package-lock.json'));
  const isCurrent = locked.every(([name, one]) => {
    const version = installed[name]?.version;
    return !name || (version === undefined ? !isNeeded(one) : version === one.version);
  });
  if (isCurrent) return null;
  const foreign = locked.find(([name, one]) => installed[name] && !isForThisSystem(one));
  return foreign
    ? `are those of another system than ${process.platform}-${process.arch} (${foreign[0]})`
    : 'are missing or out of date';
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Record<string, Package>}
 */
function readPackages(root, file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
}

/**
 * npm calls the binary of a build tool optional, because there is one for each system; without its own, the tool does not run.
 * @param {Package} entry
 */
function isNeeded(entry) {
  return !entry.optional || (entry.dev === true && entry.cpu !== undefined && isForThisSystem(entry));
}

/** @param {Package} entry */
function isForThisSystem({ os, cpu, libc }) {
  return (
    (os?.includes(process.platform) ?? true) &&
    (cpu?.includes(process.arch) ?? true) &&
    (libc?.includes(ownLibc()) ?? true)
  );
}

/** @type {'glibc' | 'musl' | undefined} */
let foundLibc;
/** The C library of this Node. Only Linux packages name one. */
function ownLibc() {
  if (foundLibc) return foundLibc;
  // Otherwise the report waits for the names of network addresses.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  foundLibc = header.glibcVersionRuntime ? 'glibc' : 'musl';
  return foundLibc;
}
