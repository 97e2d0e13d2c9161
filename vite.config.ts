import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, relative, resolve } from 'node:path';
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

/** `virtual:transports`: every file of the transports’ folders and of the folders added. */
function transports(extraFolders: readonly string[]): Plugin {
  const id = 'virtual:transports';
  return {
    name: 'transports',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      const files = [...Object.keys(TRANSPORT_FOLDERS), ...extraFolders]
        .map((folder) => resolve(root, folder))
        .flatMap(moduleFiles);
      const imports = files.map((file, at) => `import { transport as t${at} } from ${JSON.stringify(file)};`);
      const entries = files.map((file, at) => `${JSON.stringify(basename(file, '.ts'))}: t${at}`);
      return `${imports.join('\n')}\nexport const transports = { ${entries.join(', ')} };`;
    },
  };
}

/** The client: one page and its worker, run by every engine. Top-level await needs the target. */
export function clientConfig(outDir: string, extraTransportFolders: readonly string[] = []): InlineConfig {
  const plugins = () => [wat(), transports(extraTransportFolders)];
  return {
    configFile: false,
    root: resolve(root, 'suites'),
    base: './',
    logLevel: 'warn',
    plugins: plugins(),
    worker: { format: 'es', plugins },
    build: {
      outDir: resolve(root, outDir),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // Who doubts a figure reads the code that ran.
      minify: false,
      rolldownOptions: {
        input: resolve(root, 'suites/client.html'),
        output: { entryFileNames: 'client.js' },
      },
    },
  };
}

/** The report: one file that opens from disk. */
export function reportConfig(outDir: string, plugins: Plugin[]): InlineConfig {
  return {
    configFile: false,
    root: resolve(root, 'report'),
    base: './',
    logLevel: 'warn',
    plugins: [...plugins, viteSingleFile()],
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  };
}

export default defineConfig(clientConfig('suites/dist'));
