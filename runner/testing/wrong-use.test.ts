import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'playwright/test';
import { type Command, runCommand } from '../../results/command-line/command.ts';
import { ROOT } from '../checkout/paths.ts';

/** The help and the usage errors of every npm script that runs a command of this project. */

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const FILES = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /^node (?:--\S+ )?runner\/bootstrap\.mjs (\S+)$/.exec(script)?.[1];
  return file === undefined ? [] : [{ name, file }];
});

async function load(file: string): Promise<Command> {
  const { command } = (await import(pathToFileURL(join(ROOT, file)).href)) as { command: Command };
  return command;
}

async function runCaptured(command: Command, args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const { log, error } = console;
  console.log = (line: string) => out.push(line);
  console.error = (line: string) => err.push(line);
  try {
    return { exitCode: await runCommand(command, args), out: out.join('\n'), err: err.join('\n') };
  } finally {
    Object.assign(console, { log, error });
  }
}

test('a started command reports a usage error with exit code 2 and without a stack trace', () => {
  const args = ['runner/bootstrap.mjs', 'results/commands/validate.ts', '--nothing'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'unknown flag --nothing: the flags of npm run validate are --help\n',
  });
});

test('an address that this machine does not have is wrong use of visit', async () => {
  const visit = await load('runner/commands/visit.ts');
  // Reserved for documentation: https://www.rfc-editor.org/rfc/rfc5737
  const { exitCode, err } = await runCaptured(visit, ['--no-install', '--host', '192.0.2.1']);
  expect({ exitCode, err }).toEqual({
    exitCode: 2,
    err: expect.stringMatching(/^--host 192\.0\.2\.1: .*EADDRNOTAVAIL/),
  });
});

test('a plan takes no modules of the user', async () => {
  const plan = await load('runner/commands/plan.ts');
  const { exitCode, err } = await runCaptured(plan, ['--transport', 'clone,./my-transport.ts']);
  expect({ exitCode, err }).toEqual({
    exitCode: 2,
    err: "--transport: a plan takes no modules of your own, such as './my-transport.ts'",
  });
});

test('the commands are found', () => {
  expect(FILES.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['bench', 'compare', 'validate', 'dashboard', 'test:soak']),
  );
});

for (const { name, file } of FILES) {
  test(`npm run ${name}: usage errors are reported without a stack trace, with exit code 2`, async () => {
    const command = await load(file);
    expect(command.name).toBe(name);

    const help = await runCaptured(command, ['--help']);
    expect(help).toEqual({ exitCode: 0, out: command.help, err: '' });
    expect(help.out).toContain(`npm run ${name} -- `);

    const unknown = await runCaptured(command, ['--nothing']);
    expect(unknown).toMatchObject({ exitCode: 2, out: '' });
    expect(unknown.err).toMatch(
      new RegExp(`^unknown flag --nothing: the flags of npm run ${name} are .*--help$`),
    );

    for (const [, flag = '', value] of command.help.matchAll(/^ {2}(--[a-z-]+)(?: (\S+))? {2}/gm)) {
      if (flag === '--help') continue;
      const args = value === undefined ? [`${flag}=yes`] : [flag];
      const one = await runCaptured(command, args);
      expect(one, flag).toMatchObject({ exitCode: 2, out: '' });
      expect(one.err, flag).toMatch(new RegExp(`^${flag}(: the value is missing| takes no value)`));
      expect(one.err, flag).not.toContain('    at ');
    }

    const superfluous = await runCaptured(
      command,
      Array.from({ length: 9 }, (_, at) => `word-${at}`),
    );
    expect(superfluous.err).not.toContain('    at ');
    // A command that takes any number of files has no superfluous argument, but none of these files exists.
    if (/FILE…/.test(command.help)) expect([1, 2]).toContain(superfluous.exitCode);
    else {
      expect(superfluous).toMatchObject({ exitCode: 2, out: '' });
      expect(superfluous.err).toMatch(new RegExp(`^'word-\\d': npm run ${name} takes no`));
    }
  });
}
