/**
 * The lock of a checkout: a file that names the process that measures there, or that installs the npm packages. It is plain
 * JavaScript on Node's own modules, because bootstrap.mjs needs it before the packages are installed.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Holder Who has the checkout, or had it and was killed.
 * @property {number} pid
 * @property {string | null} born Distinguishes the process from a later one with the same number; `null` where the system does not say.
 * @property {string | null} runId `null`: the process installs the npm packages.
 * @property {string} startedAt
 */

/**
 * @typedef {{ readonly state: 'held', readonly dead: Holder | null }
 *   | { readonly state: 'busy', readonly holder: Holder }
 *   | { readonly state: 'contested' }
 *   | { readonly state: 'unreadable' }} Attempt
 * `held`: the caller has the lock now; `dead` had it before, and was killed. `busy`: a live process has it. `contested`: another
 * process is taking or releasing it at this moment, so try again. `unreadable`: the file is no lock.
 */

/**
 * Outside node_modules, which `npm ci` removes.
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
  if (create(file, own)) return { state: 'held', dead: null };
  const holder = readHolder(file);
  if (holder === 'absent') return { state: 'contested' };
  if (holder === 'unreadable') return { state: 'unreadable' };
  if (isAlive(holder)) return { state: 'busy', holder };
  return takeOver(file, holder, own);
}

/**
 * Releases the lock, where this process has it.
 * @param {string} file
 * @param {Holder | null} dead Named in the file again: a killed run that the next run has still to clean up after.
 */
export function unlock(file, dead = null) {
  const holder = readHolder(file);
  if (typeof holder === 'string' || holder.pid !== process.pid) return;
  if (dead) replace(file, dead);
  else rmSync(file, { force: true });
}

/**
 * @param {Holder} holder
 * @returns {string} What the holder does, in words.
 */
export function describeHolder({ pid, runId, startedAt }) {
  return runId === null
    ? `process ${pid} (since ${startedAt}) installs the npm packages of this checkout`
    : `the run ${runId} (process ${pid}, since ${startedAt}) measures in this checkout`;
}

/**
 * What to do about a file that is no lock.
 * @param {string} file
 */
export function describeUnreadable(file) {
  return `${file} is no lock of this suite; if nothing measures here, remove it`;
}

/**
 * Takes the lock from a killed process. Of several processes that try, the one that creates the claim does: otherwise the second
 * would take it from the first.
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
 * @returns {boolean} Whether the file was not there before.
 */
function create(file, holder) {
  const beside = writeBeside(file, holder);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} holder
 */
function replace(file, holder) {
  renameSync(writeBeside(file, holder), file);
}

/**
 * A reader must see the whole content or no file, so it is written under another name first.
 * @param {string} file
 * @param {Holder} holder
 */
function writeBeside(file, holder) {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(holder));
  return beside;
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
    // The second field, a name in brackets, may hold anything; the third is the state, Z for a process that has ended.
    const ticks = /^\d+ \(.*\) [^Z] (?:\S+ ){18}(\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}
