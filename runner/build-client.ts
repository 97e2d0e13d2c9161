import { build } from 'vite';
import { clientConfig } from '../vite.config.ts';
import { CLIENT_DIR } from './paths.ts';

/** Builds the client that every engine runs. An error in a `.wat` file ends it with file, line and column. */
export default async function buildClient(): Promise<void> {
  await build(clientConfig(CLIENT_DIR));
}
