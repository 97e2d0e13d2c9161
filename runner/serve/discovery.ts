import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { describeSuite, type NamedTransport } from '../../suites/plan/describe.ts';
import type { Suite } from '../../suites/suite.ts';
import { SUITES } from '../../suites/suites.ts';
import type { Transport } from '../../suites/transport.ts';
import { moduleFiles, moduleNames, TRANSPORT_FOLDERS } from '../../vite.config.ts';
import { ROOT } from '../checkout/paths.ts';
import { loadTransport } from './user-transports.ts';

/** A suite with all its transports and its own sizes. */
export type DiscoveredSuite = SuiteInfo & Pick<Suite, 'measuredBy' | 'anySizeUpToBytes'>;

/**
 * Every suite, including the transports in the user's modules.
 * @throws {UsageError} if a file is not a module, or does not export a transport.
 */
export async function discoverSuites(modules: readonly string[] = []): Promise<DiscoveredSuite[]> {
  const builtIn = await discoverFiles();
  const names = moduleNames(modules);
  const own = modules.map((path, at) => {
    const taken = [...builtIn.map(({ name }) => name), ...names.toSpliced(at, 1)];
    return loadTransport(path, taken, names[at]);
  });
  const transports = [...builtIn, ...(await Promise.all(own))];
  return SUITES.map((suite) => {
    const { measuredBy, anySizeUpToBytes } = suite;
    return { ...describeSuite(suite, transports), measuredBy, anySizeUpToBytes };
  });
}

/** The transports among the files that have a hand-written loop. */
export async function handWrittenNames(): Promise<string[]> {
  return (await discoverFiles()).flatMap(({ name, transport }) => (transport.handWritten ? [name] : []));
}

async function discoverFiles(): Promise<NamedTransport<Transport>[]> {
  const files = Object.entries(TRANSPORT_FOLDERS).flatMap(([folder, role]) =>
    moduleFiles(join(ROOT, folder)).map((file) => ({ file, role })),
  );
  return Promise.all(
    files.map(async ({ file, role }) => {
      const { transport } = (await import(pathToFileURL(file).href)) as { transport: Transport };
      return { name: basename(file, '.ts'), role, transport };
    }),
  );
}

/** The names of the transports of all suites, without the controls and twins. */
export function transportNames(suites: readonly SuiteInfo[]): string[] {
  const names = suites.flatMap(({ transports }) =>
    transports.filter(({ role }) => role === 'transport').map(({ name }) => name),
  );
  return [...new Set(names)];
}
