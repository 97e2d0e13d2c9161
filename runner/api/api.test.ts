import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Browser, expect, test } from 'playwright/test';
import { build } from 'vite';
import { openBrowser } from '../../report/testing/browser.ts';
import { StaticServer } from '../../report/testing/static-server.ts';
import { parseResults } from '../../results/file/parse.ts';
import { ROOT } from '../../runner/checkout/paths.ts';
import { ENGINES } from '../../runner/engines/engines.ts';
import { makeProject, type Project } from '../../runner/testing/project.ts';
import { skipUnlessAll } from '../../runner/testing/slow.ts';
import { BUNDLE, moduleConfig } from '../../vite.config.ts';

/** What the package exports, used in a project of its own by the examples in suites/examples/in-your-project/. */

const run = promisify(execFile);
const EXAMPLES = join(ROOT, 'suites/examples/in-your-project');
const MOST_BYTES = 40 * 1024;
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

let folder: string;
let project: Project;
let browser: Browser | undefined;

test.beforeAll(async () => {
  skipUnlessAll();
  test.setTimeout(300_000);
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  project = await makeProject(folder, true);
  await cp(EXAMPLES, folder, { recursive: true });
});

test.afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

test('the examples have the types of the package, and a wrong use is an error', async () => {
  const flags = '--noEmit --strict --target es2023 --module preserve --moduleResolution bundler --types node';
  const files = ['own-transport.ts', 'page.ts', 'hand-off.spec.ts'];
  const typeRoots = join(ROOT, 'node_modules/@types');
  await writeFile(
    join(folder, 'wrong.ts'),
    "import { defineTransport } from 'clone-transfer-share/transport';\ndefineTransport({ title: 1 });\n",
  );
  const tsc = [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...flags.split(' '),
    '--pretty',
    'false',
    '--typeRoots',
    typeRoots,
  ];
  const checked = await run(process.execPath, [...tsc, ...files, 'wrong.ts'], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  const errors = checked.stdout.split('\n').filter((line) => line.includes('error TS'));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^wrong\.ts\(2,\d+\): error TS/);
});

test('a transport and a script use the package, and the commands measure and read with them', async () => {
  test.setTimeout(300_000);
  const flags = ['--quick', '--engine', 'node', '--launches', '1', '--suite', 'round-trip', '--size', '1KiB'];
  const bench = await project.start('bench', ...flags, '--transport', 'clone,./own-transport.ts').ended;
  expect(bench, bench.err).toMatchObject({ exitCode: 0 });
  const { stdout } = await run(process.execPath, ['read-results.mjs'], { cwd: folder });
  expect(stdout).toMatch(/^node, round-trip, own-transport, 1 KiB: \d/m);
});

test('a page measures itself, in one small file without Node', async () => {
  test.setTimeout(120_000);
  const client = await readFile(join(project.installed, 'dist/client.js'), 'utf8');
  expect(gzipSync(client).length).toBeLessThan(MOST_BYTES);
  expect(client).not.toMatch(/from\s*["']node:|import\s*["']|require\(/);

  await build({ configFile: false, root: folder, logLevel: 'warn', build: { target: 'es2022' } });
  const server = await StaticServer.start(join(folder, 'dist'));
  server.headersOf = () => ISOLATED;
  const page = await browser?.newPage();
  await page?.goto(server.origin);
  const figures = page?.locator('#figures');
  await expect(figures as NonNullable<typeof figures>).not.toHaveText('Measuring …', { timeout: 60_000 });
  const text = (await figures?.textContent()) ?? '';
  for (const transport of ['clone', 'transfer', 'share', 'payload']) {
    for (const size of ['4 KiB', '64 KiB'])
      expect(text).toMatch(new RegExp(`^${transport}, ${size}: \\d`, 'm'));
  }
  await page?.close();
  await server.close();
});

test('a page loads a module of its own; without isolation it measures what needs none, and a wrong option is named', async () => {
  test.setTimeout(120_000);
  const site = join(folder, 'site');
  await build(moduleConfig(join(folder, 'own-transport.ts'), site));
  await rename(join(site, BUNDLE), join(site, 'module.js'));
  await cp(join(project.installed, 'dist/client.js'), join(site, 'client.js'));
  await writeFile(join(site, 'index.html'), '<!doctype html><title>A page</title>');
  const server = await StaticServer.start(site);
  const page = await (browser as Browser).newPage();
  const outcomesOf = async (transports: readonly string[], size = '1KiB') => {
    await page.goto(server.origin);
    const text = await page.evaluate(
      async ([names, size]) => {
        const client = '/client.js';
        const { measureHandOff } = (await import(client)) as typeof import('./client.ts');
        const given = names.map((one) => (one.includes('/') ? new URL(one, location.href) : one));
        return JSON.stringify(await measureHandOff({ transports: given, sizes: [size], budgetMs: 500 }));
      },
      [transports, size] as const,
    );
    const { run, cells } = parseResults(text, 'the page');
    return [run.isolation, Object.fromEntries(cells.map(({ transport, status }) => [transport, status]))];
  };
  server.headersOf = () => ISOLATED;
  const own = await outcomesOf(['clone', '/module.js']);
  expect(own).toMatchObject(['on', { clone: 'measured', module: 'measured', ping: 'measured' }]);
  server.headersOf = () => ({});
  expect(await outcomesOf(['clone', 'share'])).toMatchObject([
    'off',
    { clone: 'measured', share: 'unsupported' },
  ]);
  await expect(outcomesOf(['cloned'])).rejects.toThrow("transports: 'cloned' is not one of clone, ");
  await expect(outcomesOf(['clone'], '1')).rejects.toThrow("sizes: '1' is not a size from 64B on");
  const another = "there is another transport 'module'; rename the file";
  await expect(outcomesOf(['/module.js', '/other/module.js'])).rejects.toThrow(another);
  await expect(outcomesOf(['/clone.js'])).rejects.toThrow("there is another transport 'clone'");
  await expect(outcomesOf(['/2d.js'])).rejects.toThrow("'2d' must begin with a letter");
  await page.close();
  await server.close();
});

test('a test of a user measures in its page, and has a valid results file attached', async () => {
  test.setTimeout(120_000);
  const found = await ENGINES.chromium.find();
  const launchOptions = found.status === 'found' && {
    executablePath: found.record.executable,
    args: found.record.flags,
  };
  const config = `export default { use: { launchOptions: ${JSON.stringify(launchOptions)} } };`;
  await writeFile(join(folder, 'playwright.config.mjs'), config);
  const cli = join(ROOT, 'node_modules/playwright/cli.js');
  const { stdout } = await run(process.execPath, [cli, 'test', 'hand-off.spec.ts', '--reporter', 'json'], {
    cwd: folder,
    maxBuffer: 16 * 1024 ** 2,
  });
  const [, name, , body = ''] =
    /"name": "(clone-transfer-share\.json)"(.*?)"body": "([^"]+)"/s.exec(stdout) ?? [];
  expect(name).toBe('clone-transfer-share.json');
  const { cells } = parseResults(Buffer.from(body, 'base64').toString('utf8'), 'the attachment');
  expect(cells.filter(({ status }) => status === 'measured').length).toBeGreaterThan(3);
});
