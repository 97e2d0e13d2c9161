import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Found } from './engine.ts';
import { openProcess } from './process.ts';

/** What the three runtimes have in common: they run the built client by way of `runtime.mjs`. */
export function foundRuntime(
  executable: string,
  version: string,
  source: 'npm' | 'runner',
  flags: readonly string[],
): Found {
  return {
    status: 'found',
    record: { version, source, executable, flags: [...flags], environment: {}, notes: [] },
    open: async ({ url, file }) =>
      openProcess({
        executable,
        args: [...flags, join(import.meta.dirname, 'runtime.mjs'), file, url],
      }),
  };
}

/** A file of an npm package that may not be installed. */
export function packageFile(name: string, file: string): string | undefined {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
