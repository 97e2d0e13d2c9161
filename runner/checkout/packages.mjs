/**
 * Whether the npm packages in node_modules are those of package-lock.json, for this system. This module is plain JavaScript and
 * imports only Node's own modules, because bootstrap.mjs needs it before the packages are installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Package An entry of package-lock.json.
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** The copy of package-lock.json that npm writes, with only what it has installed. */
const INSTALLED = 'node_modules/.package-lock.json';
const MODULES = 'node_modules/';

/**
 * @param {string} root
 * @returns {string | null} What is wrong with the packages, as the end of a sentence; `null` if nothing is.
 */
export function problemOfPackages(root) {
  if (!existsSync(join(root, INSTALLED))) return 'are missing';
  const installed = readPackages(root, INSTALLED);
  const packages = readPackages(root, 'package-lock.json');
  const locked = Object.entries(packages);
  const binaries = binariesOfTools(packages);
  const isCurrent = locked.every(([name, one]) => {
    const version = installed[name]?.version;
    return !name || (version === undefined ? !isNeeded(name, one, binaries) : version === one.version);
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
 * npm calls the binary of a build tool optional, because there is one for each system; without its own, the tool does not run. An
 * engine is itself optional, and so are its binaries.
 * @param {Record<string, Package>} packages
 */
function binariesOfTools(packages) {
  const tools = Object.entries(packages).filter(([name, { optional }]) => name && !optional);
  return new Set(tools.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies)));
}

/**
 * @param {string} path
 * @param {Package} entry
 * @param {ReadonlySet<string>} binaries
 */
function isNeeded(path, entry, binaries) {
  if (!entry.optional) return true;
  const name = path.slice(path.lastIndexOf(MODULES) + MODULES.length);
  return binaries.has(name) && entry.cpu !== undefined && isForThisSystem(entry);
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
