import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TransportInfo } from '../results/schema.ts';
import type { Transport } from '../suites/transport.ts';
import { moduleFiles, TRANSPORT_FOLDERS } from '../vite.config.ts';
import { ROOT } from './paths.ts';

/** What there is to measure: transports, what asks nothing of the engine first; then controls, then twins. */
export async function discoverTransports(): Promise<TransportInfo[]> {
  const folders = Object.entries(TRANSPORT_FOLDERS);
  const found = await Promise.all(folders.map(([folder, role]) => discoverIn(folder, role)));
  return found.flat();
}

async function discoverIn(folder: string, role: TransportInfo['role']): Promise<TransportInfo[]> {
  const found = await Promise.all(
    moduleFiles(join(ROOT, folder)).map(async (file) => {
      const module = (await import(pathToFileURL(file).href)) as { transport: Transport };
      return { name: basename(file, '.ts'), ...module.transport };
    }),
  );
  return found
    .sort((a, b) => a.needs.length - b.needs.length || a.name.localeCompare(b.name))
    .map(({ name, title, copies, sizesBytes }) => ({
      name,
      title,
      role,
      copies,
      sizesBytes: sizesBytes ? [...sizesBytes] : null,
    }));
}
