import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { defineConfig, type InlineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { compileWat } from './wat/compile.ts';

const root = import.meta.dirname;

/**
 * `import bytes from './x.wat'`: the compiled module's bytes, inlined, as not every worker can fetch. `./x.wat?plain` is the
 * same with a memory that is not shared.
 */
function wat(): Plugin {
  return {
    name: 'wat',
    enforce: 'pre',
    async load(id) {
      const [file = '', query] = id.split('?');
      if (extname(file) !== '.wat') return null;
      const memory = query === 'plain' ? 'plain' : 'shared';
      const bytes = await compileWat(relative(root, file), await readFile(file, 'utf8'), memory);
      const base64 = Buffer.from(bytes).toString('base64');
      return `export default Uint8Array.from(atob('${base64}'), (char) => char.charCodeAt(0));`;
    },
  };
}

const require = createRequire(import.meta.url);

/** The programs of the suite `programs`, as their packages ship them: a folder each, with the files that it needs. */
const VENDORED = [
  { folder: 'oxipng', package: '@jsquash/oxipng', from: 'codec/pkg-parallel', files: /\.(js|wasm)$/ },
  { folder: 'jxl', package: '@jsquash/jxl', from: 'codec/enc', files: /^jxl_enc_mt\.(js|wasm|worker\.js)$/ },
];
/** It imports the folder of its package, which is for bundlers. */
const FOLDER_IMPORT = "from '../../../'";

/** Lays the programs beside the client. They are not bundled: each starts its threads from its own files. */
function vendor(): Plugin {
  return {
    name: 'vendor',
    async generateBundle() {
      for (const { folder, package: name, from, files } of VENDORED) {
        const root = join(dirname(require.resolve(`${name}/package.json`)), from);
        for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
          if (!files.test(file)) continue;
          const source = await readFile(join(root, file));
          const text = source.toString('utf8');
          this.emitFile({
            type: 'asset',
            fileName: `vendor/${folder}/${file.replaceAll('\\', '/')}`,
            source: text.includes(FOLDER_IMPORT)
              ? text.replace(FOLDER_IMPORT, "from '../../../squoosh_oxipng.js'")
              : source,
          });
        }
      }
    },
  };
}

/** Where transports are found, a file each, and what part they play in a run. */
export const TRANSPORT_FOLDERS = {
  'suites/transports': 'transport',
  'suites/controls': 'control',
  'suites/twins': 'twin',
} as const;

/** The modules of a folder, without their tests. */
export function moduleFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => resolve(folder, file));
}

/** `virtual:transports`: every file of the transports’ folders, and the files added. */
function transports(extraFiles: readonly string[]): Plugin {
  const id = 'virtual:transports';
  return {
    name: 'transports',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      const own = Object.entries(TRANSPORT_FOLDERS).flatMap(([folder, role]) =>
        moduleFiles(resolve(root, folder)).map((file) => ({ file, role })),
      );
      const files = [...own, ...extraFiles.map((file) => ({ file: resolve(file), role: 'transport' }))];
      const imports = files.map(
        ({ file }, at) => `import { transport as t${at} } from ${JSON.stringify(file)};`,
      );
      const entries = files.map(
        ({ file, role }, at) =>
          `{ name: ${JSON.stringify(basename(file, extname(file)))}, role: ${JSON.stringify(role)}, transport: t${at} }`,
      );
      return `${imports.join('\n')}\nexport const transports = [${entries.join(', ')}];`;
    },
  };
}

/** The client: one page and its worker, run by every engine. Top-level await needs the target. */
export function clientConfig(outDir: string, extraTransports: readonly string[] = []): InlineConfig {
  const plugins = () => [wat(), transports(extraTransports)];
  return {
    configFile: false,
    root: resolve(root, 'suites/pages'),
    base: './',
    logLevel: 'warn',
    plugins: [...plugins(), vendor()],
    worker: { format: 'es', plugins },
    build: {
      outDir: resolve(root, outDir),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // Who doubts a figure reads the code that ran.
      minify: false,
      rolldownOptions: {
        input: resolve(root, 'suites/pages/client.html'),
        output: { entryFileNames: 'client.js' },
      },
    },
  };
}

/** A module by itself, as it is read to be checked. */
export const BUNDLE = 'module.mjs';
export function moduleConfig(file: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [wat()],
    build: {
      outDir,
      target: 'es2022',
      minify: false,
      lib: { entry: file, formats: ['es'], fileName: () => BUNDLE },
    },
  };
}

/** The report: one file that opens from disk. */
export function reportConfig(outDir: string, plugins: Plugin[], afterwards: Plugin[]): InlineConfig {
  return {
    configFile: false,
    root: resolve(root, 'report'),
    base: './',
    logLevel: 'warn',
    plugins: [...plugins, viteSingleFile(), ...afterwards],
    build: { outDir, emptyOutDir: false, target: 'es2022' },
  };
}

/** The dashboard: one file beside the report’s. */
export function dashboardConfig(outDir: string, plugins: Plugin[], afterwards: Plugin[]): InlineConfig {
  const { build, ...config } = reportConfig(outDir, plugins, afterwards);
  const input = resolve(root, 'report/dashboard.html');
  return { ...config, build: { ...build, rolldownOptions: { input } } };
}

/** The live page: the report around the client, which it runs in a frame. Its service worker isolates it where the host does not. */
export function liveConfig(outDir: string, plugins: Plugin[], define: Record<string, string>): InlineConfig {
  const folder = resolve(root, 'report/live');
  return {
    configFile: false,
    root: folder,
    base: './',
    logLevel: 'warn',
    define,
    plugins: [...plugins, transports([])],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: { index: join(folder, 'index.html'), 'service-worker': join(folder, 'service-worker.ts') },
        // Its folder is what a service worker sees to.
        output: {
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  };
}

export default defineConfig(clientConfig('suites/dist'));
