import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { clientConfig } from '../../vite.config.ts';
import { compileWat } from '../../wat/compile.ts';
import { CLIENT_DIR, ROOT } from '../checkout/paths.ts';

/** Builds the client that every engine runs. */
export async function buildClient(
  outDir = CLIENT_DIR,
  extraTransports: readonly string[] = [],
): Promise<void> {
  await checkWat();
  await build(clientConfig(outDir, extraTransports));
}

/** Compiles the WAT files before the bundler does, which would wrap an error's file, line and column in its own messages and stacks. */
async function checkWat(): Promise<void> {
  for (const file of await readdir(join(ROOT, 'wat'))) {
    if (file.endsWith('.wat'))
      await compileWat(`wat/${file}`, await readFile(join(ROOT, 'wat', file), 'utf8'));
  }
}
