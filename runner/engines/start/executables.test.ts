import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../../checkout/paths.ts';
import { ENGINES } from '../engines.ts';
import { packageExecutables } from './runtime.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

/** A program that prints a version, and a stub that a system has in place of a program. */
const program = (output: string) => `echo '${output}'`;
const stub = (name: string) => `echo "
Command '$0' requires the ${name} snap to be installed.
Please install it with: snap install ${name}" >&2
exit 1`;

/** What `npm run engines` prints on a system with these programs and no others, by engine. */
async function enginesAmong(programs: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const args = ['runner/bootstrap.mjs', 'runner/commands/engines.ts', '--no-install'];
  const env = { HOME: folder, PATH: folder, PLAYWRIGHT_BROWSERS_PATH: folder };
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env });
  expect(stderr).toBe('');
  return new Map(stdout.split('\n').map((line) => [/^\w*/.exec(line)?.[0] ?? '', line]));
}

test('a browser that does not run is passed over for the next one, and the line of the engine names both', async () => {
  test.skip(process.platform !== 'linux', 'a system’s browsers are used on Linux only');
  const lines = await enginesAmong({
    chromium: stub('chromium'),
    'chromium-browser': program('no version'),
    'google-chrome': program('Google Chrome 150.1.2.3'),
    firefox: stub('firefox'),
    'firefox-esr': 'exit 7',
  });
  expect(lines.get('chromium')).toBe(
    `chromium 150.1.2.3 system: ${folder}/google-chrome is used, because ` +
      `${folder}/chromium does not run: Command '${folder}/chromium' requires the chromium snap to be installed; ` +
      `${folder}/chromium-browser --version printed no version`,
  );
  expect(lines.get('firefox')).toBe(
    'firefox: not found: neither Playwright’s build nor a system Firefox runs (' +
      `${folder}/firefox does not run: Command '${folder}/firefox' requires the firefox snap to be installed; ` +
      `${folder}/firefox-esr does not run: Command failed: ${folder}/firefox-esr --version). ` +
      'Run: npx playwright install firefox (or on Debian, as root: apt-get install firefox-esr)',
  );
});

test('a browser that runs is used without a word on the others', async () => {
  test.skip(process.platform !== 'linux', 'a system’s browsers are used on Linux only');
  const lines = await enginesAmong({
    chromium: program('Chromium 150.1.2.3 snap'),
    'google-chrome': stub('chrome'),
  });
  expect(lines.get('chromium')).toBe('chromium 150.1.2.3 system');
});

test('Deno runs from the package of this system where npm has run no script', async () => {
  const found = await ENGINES.deno.find();
  test.skip(found.status === 'missing', 'Deno is not installed');
  const file = process.platform === 'win32' ? 'deno.exe' : 'deno';
  const [executable = '', ...others] = packageExecutables('deno', 'absent', file);
  expect(executable).toMatch(/@deno/);
  expect(others).toEqual([]);
  expect(spawnSync(executable, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^deno \d/);
});

test('a package that is not installed has no executables', () => {
  expect(packageExecutables('no-such-package', 'x', 'x')).toEqual([]);
});
