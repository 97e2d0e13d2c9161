import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileWat } from '../../wat/compile.ts';
import type { Wasm } from '../parts/wasm.ts';

const IMPORT = /^import (\w+) from '\.\.\/\.\.\/wat\/([\w-]+\.wat)(\?plain)?';$/gm;

/** The modules of `parts/wasm.ts`, which only the build can import, compiled from the files that it names. */
export async function compiledModules(): Promise<Wasm> {
  const folder = join(import.meta.dirname, '../../wat');
  const imports = await readFile(join(import.meta.dirname, '../parts/wasm.ts'), 'utf8');
  const modules = Array.from(imports.matchAll(IMPORT), async ([, name = '', file = '', plain]) => {
    const text = await readFile(join(folder, file), 'utf8');
    return [name, Uint8Array.from(await compileWat(file, text, plain ? 'plain' : 'shared'))] as const;
  });
  return Object.fromEntries(await Promise.all(modules)) as Wasm;
}
