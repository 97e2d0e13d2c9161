/**
 * What every npm command starts with, and with checkout/lock-file.mjs the only file that runs before the packages are in:
 * `node runner/bootstrap.mjs COMMAND.ts …`. Installs the packages from the lock file where they are absent or
 * stale, then runs the `command` that the file exports.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeHolder, describeUnreadable, lockFileOf, tryLock, unlock } from './checkout/lock-file.mjs';

// As `| head` does: what reads the output has read enough.
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

/** Compares the lock file with the one that npm leaves in what it installed. */
function packagesAreCurrent() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const locked = readLock('package-lock.json');
  const installed = readLock('node_modules/.package-lock.json');
  return Object.entries(locked).every(
    // What is optional may be for another system.
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
  if (status !== 0) console.error('The npm packages could not be installed: run npm ci to see why.');
  return status === 0;
}

/**
 * `npm ci` removes every package first, so it must not run beside a command that uses them, nor beside another `npm ci`.
 * @param {boolean} shallWait Until a run in this checkout has ended, instead of refusing.
 * @returns {Promise<boolean>} Whether the packages are installed.
 */
async function installAlone(shallWait) {
  const file = lockFileOf(root);
  for (let told = false; ; await wait(500)) {
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
        const words = describeHolder(attempt.holder);
        if (attempt.holder.runId !== null && !shallWait) {
          console.error(
            `The npm packages are absent or stale, and ${words}: installing would remove the packages that it uses. ` +
              'Wait for its end, then run this command again.',
          );
          return false;
        }
        if (!told) console.error(`${words}; waiting for its end …`);
        told = true;
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
      'The npm packages are absent or stale, and --no-install forbids to install them: run npm ci first.',
    );
    process.exit(1);
  }
  if (!(await installAlone(args.includes('--wait')))) process.exit(1);
}

const { register } = await import('tsx/esm/api');
register();
const { command } = await import(pathToFileURL(resolve(root, file)).href);
const { runCommand } = await import('../results/command-line/command.ts');
process.exitCode = await runCommand(command, args);
