import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build, normalizePath, type Plugin } from 'vite';
import { defineCommand } from '../../results/command-line/command.ts';
import { ROOT } from '../../results/command-line/installation.mjs';
import { PACKAGE_BUILD_FILE, suiteBuild } from '../../results/file/suite-build.ts';
import { apiClientConfig, apiConfig } from '../../vite.config.ts';

const DIST = join(ROOT, 'dist');
/** As the bundler writes a path, on every system. */
const inSources = (...parts: readonly string[]) => normalizePath(join(ROOT, ...parts));
const SCHEMA = inSources('results/schema');
const DESCRIPTIONS = /\s*\.describe\(\s*(['"`]).*?\1,?\s*\)/gs;
const WORKER_LINK = inSources('suites/client/worker-link.ts');
const STARTED = "new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })";

/** What the bundle has in place of other modules. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  ['zod', inSources('runner/api/bundle/zod.ts')],
  ['virtual:transports', inSources('runner/api/bundle/transports.ts')],
  [inSources('suites/suites.ts'), inSources('runner/api/bundle/suites.ts')],
]);

/**
 * The client as one file, which any bundler and any page can use: the worker is inside, there is one suite, and the user’s modules
 * are loaded by their addresses. The descriptions in the schemas are for readers of the JSON Schema.
 */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || importer.startsWith(inSources('runner/api/bundle'))) return null;
      const whole = source.startsWith('.') ? normalizePath(join(dirname(importer), source)) : source;
      return REPLACED.get(whole) ?? null;
    },
    transform(code, id) {
      if (id.startsWith(SCHEMA)) return code.replaceAll(DESCRIPTIONS, '');
      if (id !== WORKER_LINK) return null;
      if (!code.includes(STARTED)) throw new Error(`${id} does not start its worker with ${STARTED}`);
      const modules = JSON.stringify(inSources('runner/api/bundle/modules.ts'));
      return [
        "import InlineWorker from './worker.ts?worker&inline';",
        `import { workerName } from ${modules};`,
        code.replace(STARTED, 'new InlineWorker({ name: workerName() })'),
      ].join('\n');
    },
  };
}

/** @param outDir A folder for `client.js`. */
export async function buildApiClient(outDir: string): Promise<void> {
  await build(apiClientConfig(outDir, oneFile, { SUITE_BUILD: JSON.stringify(suiteBuild()) }));
}

/** The types of the entries and of what they import. */
async function declare(): Promise<void> {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const project = join(import.meta.dirname, 'tsconfig.json');
  await promisify(execFile)(process.execPath, [join(typescript, 'bin/tsc'), '--project', project]);
}

export const command = defineCommand({
  name: 'api',
  does: 'Builds what the package exports, in dist/; npm pack does it.',
  flags: {},
  async run() {
    await rm(DIST, { recursive: true, force: true });
    await mkdir(DIST);
    await writeFile(PACKAGE_BUILD_FILE, `${JSON.stringify(suiteBuild())}\n`);
    await build(apiConfig(DIST));
    await buildApiClient(DIST);
    await declare();
    return 0;
  },
});
