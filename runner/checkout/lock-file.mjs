/**
 * The lock of a checkout: a file that names the process that measures there or installs the npm packages. This module is plain
 * JavaScript and imports only Node's own modules, because bootstrap.mjs needs it before the packages are installed.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Holder The process that has the lock, or had it and was killed.
 * @property {number} pid
 * @property {string | null} born Distinguishes the process from a later one with the same pid; `null` if the system does not provide it.
 * @property {string | null} runId `null`: the process installs the npm packages.
 * @property {string} startedAt
 */

/**
 * @typedef {{ readonly state: 'held', readonly dead: Holder | null }
 *   | { readonly state: 'busy', readonly holder: Holder }
 *   | { readonly state: 'contested' }
 *   | { readonly state: 'unreadable' }
 *   | { readonly state: 'unwritable', readonly reason: string }} Attempt
 * `held`: the caller has the lock now; `dead` had it before, and was killed. `busy`: a live process has it. `contested`: another
 * process is taking or releasing the lock at this moment, so try again. `unreadable`: the file is not a lock. `unwritable`: the
 * folder does not take the file.
 */

/**
 * The lock file is outside node_modules, which `npm ci` removes.
 * @param {string} root
 */
export function lockFileOf(root) {
  return join(root, '.running.json');
}

/**
 * Tries once to take the lock.
 * @param {string} file
 * @param {string | null} runId
 * @returns {Attempt}
 */
export function tryLock(file, runId) {
  const { pid } = process;
  const own = { pid, born: birthOf(pid), runId, startedAt: new Date().toISOString() };
  try {
    if (create(file, own)) return { state: 'held', dead: null };
  } catch (error) {
    return { state: 'unwritable', reason: /** @type {Error} */ (error).message };
  }
  const holder = readHolder(file);
  if (holder === 'absent') return { state: 'contested' };
  if (holder === 'unreadable') return { state: 'unreadable' };
  if (isAlive(holder)) return { state: 'busy', holder };
  return takeOver(file, holder, own);
}

/**
 * Releases the lock if this process has it.
 * @param {string} file
 * @param {Holder | null} dead A killed run that the next run still has to clean up after; it is written back to the file.
 */
export function unlock(file, dead = null) {
  const holder = readHolder(file);
  if (typeof holder === 'string' || holder.pid !== process.pid) return;
  if (dead) replace(file, dead);
  else rmSync(file, { force: true });
}

/**
 * @param {Holder} holder
 * @returns {string} What the holder is doing.
 */
export function describeHolder({ pid, runId, startedAt }) {
  return runId === null
    ? `process ${pid} (since ${startedAt}) is installing the npm packages of this checkout`
    : `run ${runId} (process ${pid}, since ${startedAt}) is measuring in this checkout`;
}

/**
 * The error for a file that is not a lock.
 * @param {string} file
 */
export function describeUnreadable(file) {
  return `${file} is not a lock of this suite; if nothing is measuring here, remove it`;
}

/**
 * Takes the lock from a killed process. If several processes try, only the one that creates the claim file succeeds: otherwise
 * the second would take the lock from the first.
 * @param {string} file
 * @param {Holder} dead
 * @param {Holder} own
 * @returns {Attempt}
 */
function takeOver(file, dead, own) {
  const claim = `${file}.after-${dead.pid}`;
  if (!create(claim, own)) {
    const other = readHolder(claim);
    if (typeof other !== 'string' && !isAlive(other)) rmSync(claim, { force: true });
    return { state: 'contested' };
  }
  try {
    const holder = readHolder(file);
    if (typeof holder === 'string' || holder.pid !== dead.pid || holder.startedAt !== dead.startedAt) {
      return { state: 'contested' };
    }
    replace(file, own);
    return { state: 'held', dead };
  } finally {
    rmSync(claim, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} holder
 * @returns {boolean} `false` if the file already existed.
 */
function create(file, holder) {
  const temporary = writeTemporary(file, holder);
  try {
    return isCreatedBy(() => linkSync(temporary, file));
  } catch {
    // A file system without hard links. A reader may see the file before its content.
    return isCreatedBy(() => writeFileSync(file, JSON.stringify(holder), { flag: 'wx' }));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * @param {() => void} create
 * @returns {boolean} `false` if the file already existed.
 */
function isCreatedBy(create) {
  try {
    create();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {Holder} holder
 */
function replace(file, holder) {
  renameSync(writeTemporary(file, holder), file);
}

/**
 * Writes the content under another name first, because a reader must see either the whole content or no file.
 * @param {string} file
 * @param {Holder} holder
 */
function writeTemporary(file, holder) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(holder));
  return temporary;
}

/**
 * @param {string} file
 * @returns {Holder | 'absent' | 'unreadable'}
 */
function readHolder(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return 'absent';
  }
  try {
    const holder = JSON.parse(text);
    return isHolder(holder) ? holder : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/**
 * @param {Partial<Record<keyof Holder, unknown>> | null} value
 * @returns {value is Holder}
 */
function isHolder(value) {
  const isTextOrNull = (/** @type {unknown} */ one) => one === null || typeof one === 'string';
  return (
    typeof value === 'object' &&
    Number.isInteger(value?.pid) &&
    isTextOrNull(value?.born) &&
    isTextOrNull(value?.runId) &&
    typeof value?.startedAt === 'string'
  );
}

/** @param {Holder} holder */
function isAlive({ pid, born }) {
  if (born !== null) return birthOf(pid) === born;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * The boot and the tick at which a process started, on Linux; `null` on other systems, and for a process that has ended.
 * @param {number} pid
 */
function birthOf(pid) {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The second field is a name in parentheses that may contain any character; the third is the state, Z for an ended process.
    const ticks = /^\d+ \(.*\) [^Z] (?:\S+ ){18}(\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}
