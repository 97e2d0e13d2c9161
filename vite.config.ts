import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { build, defineConfig, type InlineConfig, normalizePath, type Plugin, type Rolldown } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { compileWat } from './wat/compile.ts';

const root = import.meta.dirname;

/**
 * Makes `import bytes from './x.wat'` return the bytes of the compiled module. The bytes are inlined because not every worker can
 * fetch. `./x.wat?plain` compiles the module with a memory that is not shared.
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

/** The programs of the suite `programs`, as shipped in their npm packages. */
const VENDORED = [
  { folder: 'oxipng', package: '@jsquash/oxipng', from: 'codec/pkg-parallel', files: /\.(js|wasm)$/ },
  { folder: 'jxl', package: '@jsquash/jxl', from: 'codec/enc', files: /^jxl_enc_mt\.(js|wasm|worker\.js)$/ },
];
/** An import of a package's folder in a vendored file; only bundlers resolve it. */
const FOLDER_IMPORT = "from '../../../'";

/** Copies the programs next to the client. They are not bundled, because each starts its threads from its own files. */
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

/** The script and the page of the peers: frames, shared workers and service workers. One file, as not every engine has modules in all of them. */
function peers(): Plugin {
  return {
    name: 'peers',
    async generateBundle() {
      const built = await build({
        configFile: false,
        root,
        logLevel: 'warn',
        build: {
          write: false,
          target: 'es2022',
          minify: false,
          rolldownOptions: { checks },
          lib: {
            entry: resolve(root, 'suites/channels/peer.ts'),
            formats: ['iife'],
            name: 'peer',
            fileName: () => 'peer.js',
          },
        },
      });
      for (const { output } of [built].flat() as Rolldown.RolldownOutput[]) {
        this.emitFile({ type: 'asset', fileName: 'peers/peer.js', source: output[0].code });
      }
      const page = await readFile(resolve(root, 'suites/channels/frame.html'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'peers/frame.html', source: page });
    },
  };
}

/** The folders of the transports, with the role of their transports in a run. Each file is one transport. */
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

/** A module is named after its file. If two files have one name, the first folder in which their paths differ comes before it. */
export function moduleNames(files: readonly string[]): string[] {
  const nameOf = (file: string) => basename(file, extname(file));
  return files.map((file) => {
    const name = nameOf(file);
    const parts = resolve(file).split(sep);
    const twin = files.find((other) => nameOf(other) === name && resolve(other) !== resolve(file));
    const others = twin === undefined ? parts : resolve(twin).split(sep);
    const folder = parts.slice(0, -1).find((part, at) => part !== others[at]);
    return folder === undefined ? name : `${folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${name}`;
  });
}

/**
 * The module `virtual:transports`: the transports in the transports’ folders, and those in the extra files, which are loaded
 * one by one, as an engine may lack what one of them needs.
 */
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
      const imports = own.map(
        ({ file }, at) => `import { transport as t${at} } from ${JSON.stringify(normalizePath(file))};`,
      );
      const entry = (name: string, role: string, transport: string) =>
        `{ name: ${JSON.stringify(name)}, role: '${role}', transport: ${transport} }`;
      const names = moduleNames(extraFiles);
      const others = extraFiles.map((file, at) => {
        const loading = `import(${JSON.stringify(normalizePath(resolve(file)))})`;
        return entry(
          names[at] ?? file,
          'transport',
          `await ${loading}.then(({ transport }) => transport, notLoaded)`,
        );
      });
      return [
        ...imports,
        `export const transports = [${own.map(({ file, role }, at) => entry(basename(file, '.ts'), role, `t${at}`)).join(', ')}];`,
        `export const loadOthers = async (notLoaded) => [${others.join(', ')}];`,
      ].join('\n');
    },
  };
}

/** On a slow machine, the bundler would report which plugins took long. */
const checks = { bundlerTimings: false };

/** Vite reports a failed import to `window`. A runtime has none, and the report's own error would hide why the import failed. */
function failedImports(): Plugin {
  return {
    name: 'failed-imports',
    renderChunk: (code) => code.replaceAll('window.dispatchEvent(', 'globalThis.dispatchEvent?.('),
  };
}

/** Node takes the client for what the next package.json says, which may be that of a project with another kind of modules. */
function modules(): Plugin {
  return {
    name: 'modules',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
    },
  };
}

/** The package’s own sources, so that a module of a user and the suite have the same classes. */
const alias = { 'clone-transfer-share/transport': resolve(root, 'runner/api/transport.ts') };

/** The client: a page and its worker, which every engine runs. The target allows top-level await. */
export function clientConfig(outDir: string, extraTransports: readonly string[] = []): InlineConfig {
  const plugins = () => [wat(), transports(extraTransports)];
  return {
    configFile: false,
    root: resolve(root, 'suites/pages'),
    base: './',
    logLevel: 'warn',
    resolve: { alias },
    plugins: [...plugins(), failedImports(), modules(), vendor(), peers()],
    worker: { format: 'es', plugins, rolldownOptions: { checks } },
    build: {
      outDir: resolve(root, outDir),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // The code that ran stays readable for anyone who doubts a figure.
      minify: false,
      rolldownOptions: {
        checks,
        input: resolve(root, 'suites/pages/client.html'),
        output: { entryFileNames: 'client.js' },
      },
    },
  };
}

/** The bundle of a single user module, which is loaded to check the module. */
export const BUNDLE = 'module.mjs';
export function moduleConfig(file: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'silent',
    resolve: { alias },
    plugins: [wat()],
    // A worker of the module may be in several files.
    worker: { format: 'es', plugins: () => [wat()] },
    build: {
      outDir,
      target: 'es2022',
      minify: false,
      lib: { entry: file, formats: ['es'], fileName: () => BUNDLE },
    },
  };
}

/** The report: a single file that can be opened from disk. */
export function reportConfig(outDir: string, plugins: Plugin[], afterwards: Plugin[]): InlineConfig {
  return {
    configFile: false,
    root: resolve(root, 'report'),
    base: './',
    logLevel: 'warn',
    plugins: [...plugins, viteSingleFile(), ...afterwards],
    build: { outDir, emptyOutDir: false, target: 'es2022', rolldownOptions: { checks } },
  };
}

/** The dashboard: a single file next to the report. */
export function dashboardConfig(outDir: string, plugins: Plugin[], afterwards: Plugin[]): InlineConfig {
  const { build, ...config } = reportConfig(outDir, plugins, afterwards);
  const input = resolve(root, 'report/dashboard.html');
  return { ...config, build: { ...build, rolldownOptions: { checks, input } } };
}

/** The live page: the report, also a single file, with the client in a frame. */
export function liveConfig(
  outDir: string,
  plugins: Plugin[],
  afterwards: Plugin[],
  define: Record<string, string>,
): InlineConfig {
  const config = reportConfig(outDir, [...plugins, transports([])], afterwards);
  return { ...config, root: resolve(root, 'report/live'), define };
}

/** The service worker that isolates the live page if the host does not. */
export function serviceWorkerConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: resolve(root, 'report/live'),
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      lib: {
        entry: resolve(root, 'report/live/service-worker.ts'),
        formats: ['es'],
        fileName: () => 'service-worker.js',
      },
    },
  };
}

/** What the package exports, except the client. */
export function apiConfig(outDir: string): InlineConfig {
  const names = ['transport', 'results', 'playwright'];
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      rolldownOptions: { checks, external: [/^node:/, 'zod'] },
      lib: {
        entry: Object.fromEntries(names.map((name) => [name, resolve(root, `runner/api/${name}.ts`)])),
        formats: ['es'],
      },
    },
  };
}

/** The client for a page of the user: one file. @param own Makes the plugins that replace what a page has no use for. */
export function apiClientConfig(
  outDir: string,
  own: () => Plugin,
  define: Record<string, string>,
): InlineConfig {
  const plugins = () => [own(), wat(), transports([])];
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    define,
    plugins: plugins(),
    worker: { format: 'es', plugins, rolldownOptions: { checks } },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      rolldownOptions: { checks, output: { minify: true } },
      lib: { entry: resolve(root, 'runner/api/client.ts'), formats: ['es'], fileName: () => 'client.js' },
    },
  };
}

export default defineConfig(clientConfig('suites/dist'));
