/**
 * The entry point of every npm command: `node runner/bootstrap.mjs COMMAND.ts …`. Installs the packages from package-lock.json if
 * they are missing or out of date, then runs the `command` that the file exports. Only this file and checkout/lock-file.mjs run
 * before the packages are installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeHolder, describeUnreadable, lockFileOf, tryLock, unlock } from './checkout/lock-file.mjs';

// A reader such as `| head` closes the pipe when it has read enough.
process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EPIPE') process.exit(0);
  throw error;
});

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: 20.19 or later is needed (https://nodejs.org)`);
  process.exit(1);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readLock(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
}

/** Compares package-lock.json with the copy that npm writes into node_modules. */
function packagesAreCurrent() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const locked = readLock('package-lock.json');
  const installed = readLock('node_modules/.package-lock.json');
  return Object.entries(locked).every(
    // An optional package may be for another system.
    ([name, { version, optional }]) =>
      !name || (installed[name] ? installed[name].version === version : optional),
  );
}

function installPackages() {
  console.error('Installing the npm packages from package-lock.json …');
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) console.error('The npm packages could not be installed; run npm ci to see why.');
  return status === 0;
}

/**
 * Installs the packages while no other command uses them and no other `npm ci` runs, because `npm ci` first removes every package.
 * @param {boolean} shouldWait Whether to wait until a run in this checkout has ended, instead of giving up.
 * @returns {Promise<boolean>} Whether the packages are installed.
 */
async function installExclusively(shouldWait) {
  const file = lockFileOf(root);
  for (let announced = false; ; await wait(500)) {
    const attempt = tryLock(file, null);
    switch (attempt.state) {
      case 'held':
        try {
          return packagesAreCurrent() || installPackages();
        } finally {
          unlock(file, attempt.dead?.runId == null ? null : attempt.dead);
        }
      case 'unreadable':
        console.error(describeUnreadable(file));
        return false;
      case 'contested':
        continue;
      case 'busy': {
        const holder = describeHolder(attempt.holder);
        if (attempt.holder.runId !== null && !shouldWait) {
          console.error(
            `The npm packages are missing or out of date, and ${holder}. Installing would remove the packages that it uses. ` +
              'Wait until it ends, then run this command again.',
          );
          return false;
        }
        if (!announced) console.error(`${holder}; waiting for it to end …`);
        announced = true;
      }
    }
  }
}

const [, , file, ...args] = process.argv;
if (!file) {
  console.error('usage: node runner/bootstrap.mjs COMMAND.ts …');
  process.exit(2);
}
if (!packagesAreCurrent()) {
  if (args.includes('--no-install')) {
    console.error(
      'The npm packages are missing or out of date, and --no-install forbids installing them; run npm ci first.',
    );
    process.exit(1);
  }
  if (!(await installExclusively(args.includes('--wait')))) process.exit(1);
}

const { register } = await import('tsx/esm/api');
register();
const { command } = await import(pathToFileURL(resolve(root, file)).href);
const { runCommand } = await import('../results/command-line/command.ts');
process.exitCode = await runCommand(command, args);
