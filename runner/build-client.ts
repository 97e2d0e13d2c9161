import { build } from 'vite';
import { clientConfig } from '../vite.config.ts';
import { CLIENT_DIR } from './paths.ts';

/** Builds the client that every engine runs. An error in a `.wat` file ends it with file, line and column. */
export async function buildClient(
  outDir = CLIENT_DIR,
  extraTransportFolders: readonly string[] = [],
): Promise<void> {
  await build(clientConfig(outDir, extraTransportFolders));
}
