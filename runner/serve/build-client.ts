import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
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

/** A hash of the built client, with the user's modules and what they import. */
export async function clientHash(outDir = CLIENT_DIR): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(outDir, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.sort()) hash.update(relative(outDir, path)).update(await readFile(path));
  return hash.digest('hex');
}

/** Compiles the WAT files before the bundler does, which would wrap an error's file, line and column in its own messages and stacks. */
async function checkWat(): Promise<void> {
  for (const file of await readdir(join(ROOT, 'wat'))) {
    if (file.endsWith('.wat'))
      await compileWat(`wat/${file}`, await readFile(join(ROOT, 'wat', file), 'utf8'));
  }
}
