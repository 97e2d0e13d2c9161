/**
 * The entry point of every npm command: `node runner/bootstrap.mjs COMMAND.ts …`. Installs the packages from package-lock.json if
 * they are missing, out of date or for another system, then runs the `command` that the file exports. Only this file, the .mjs
 * files in checkout/ and installation.mjs run before the packages are installed. npm has installed those of a package.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { IS_PACKAGE, ROOT } from '../results/command-line/installation.mjs';
import { describeHolder, describeUnreadable, lockFileOf, tryLock, unlock } from './checkout/lock-file.mjs';
import { problemOfPackages } from './checkout/packages.mjs';

// A reader such as `| head` closes the pipe when it has read enough.
process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EPIPE') process.exit(0);
  throw error;
});

/** The oldest minor version of each major version of Node that the packages run on; any minor version of a later major. */
const OLDEST_MINORS = new Map([
  [20, 19],
  [22, 12],
]);

/** @returns {string | undefined} Why no command can run here. */
function obstacle() {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major <= 22 && minor < (OLDEST_MINORS.get(major) ?? Number.POSITIVE_INFINITY)) {
    return `Node ${node} cannot run this suite: it needs 20.19 or a later 20, or 22.12 or later (https://nodejs.org)`;
  }
  const separator = /[#?]/.exec(ROOT)?.[0];
  if (separator) {
    return `${ROOT}: the path has a '${separator}', which the bundler takes for the end of the path; move the project to another folder`;
  }
  try {
    mkdirSync(tmpdir(), { recursive: true });
    accessSync(tmpdir(), constants.W_OK);
    return undefined;
  } catch (error) {
    const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
    return `The temporary folder cannot be used: ${/** @type {Error} */ (error).message}; set ${variable} to a folder that can be written`;
  }
}

const reason = obstacle();
if (reason) {
  console.error(reason);
  process.exit(1);
}

/** @param {string} problem */
function installPackages(problem) {
  console.error(
    `The npm packages ${problem}. Installing them from package-lock.json (--no-install forbids it) …`,
  );
  const npm = process.env['npm_execpath'];
  // Some are development packages, which npm leaves out where NODE_ENV is `production`.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // Another package manager names itself in the same variable.
  const { status } =
    npm && basename(npm).startsWith('npm-cli')
      ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, stdio: ['ignore', 2, 2] })
      : spawnSync('npm', args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) console.error('The npm packages could not be installed; run npm ci to see why.');
  return status === 0;
}

/**
 * Installs the packages while no other command uses them and no other `npm ci` runs, because `npm ci` first removes every package.
 * @param {string} problem
 * @param {boolean} shouldWait Whether to wait until a run in this checkout has ended, instead of giving up.
 * @returns {Promise<boolean>} Whether the packages are installed.
 */
async function installExclusively(problem, shouldWait) {
  const file = lockFileOf(ROOT);
  for (let announced = false; ; await wait(500)) {
    const attempt = tryLock(file, null);
    switch (attempt.state) {
      case 'held':
        try {
          return problemOfPackages(ROOT) === null || installPackages(problem);
        } finally {
          unlock(file, attempt.dead?.runId == null ? null : attempt.dead);
        }
      case 'unreadable':
        console.error(describeUnreadable(file));
        return false;
      case 'unwritable':
        console.error(`The npm packages ${problem}, and cannot be installed: ${attempt.reason}`);
        return false;
      case 'contested':
        continue;
      case 'busy': {
        const holder = describeHolder(attempt.holder);
        if (attempt.holder.runId !== null && !shouldWait) {
          console.error(
            `The npm packages ${problem}, and ${holder}. Installing would remove the packages that it uses. ` +
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
const problem = IS_PACKAGE ? null : problemOfPackages(ROOT);
if (problem !== null) {
  if (args.includes('--no-install')) {
    console.error(`The npm packages ${problem}, and --no-install forbids installing them; run npm ci first.`);
    process.exit(1);
  }
  if (!(await installExclusively(problem, args.includes('--wait')))) process.exit(1);
}

await import('./typescript.mjs');
const { command } = await import(pathToFileURL(resolve(ROOT, file)).href);
const { runCommand } = await import('../results/command-line/command.ts');
process.exitCode = await runCommand(command, args);
