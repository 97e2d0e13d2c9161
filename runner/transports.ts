import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TransportInfo } from '../results/schema.ts';
import type { Transport } from '../suites/transport.ts';
import { ROOT } from './paths.ts';

const FOLDERS = [
  { folder: 'suites/transports', role: 'transport' },
  { folder: 'suites/controls', role: 'control' },
] as const;

/** What there is to measure: a file each. Transports first, by name. */
export async function discoverTransports(): Promise<TransportInfo[]> {
  const found: TransportInfo[] = [];
  for (const { folder, role } of FOLDERS) {
    const files = (await readdir(join(ROOT, folder))).filter((file) => file.endsWith('.ts')).sort();
    for (const file of files) {
      const module = (await import(pathToFileURL(join(ROOT, folder, file)).href)) as { transport: Transport };
      found.push({ name: basename(file, '.ts'), title: module.transport.title, role });
    }
  }
  return found;
}
