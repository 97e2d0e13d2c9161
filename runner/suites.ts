import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SuiteInfo, TransportInfo } from '../results/schema.ts';
import { SIZES_BYTES } from '../results/sizes.ts';
import type { Suite } from '../suites/suite.ts';
import { SUITES } from '../suites/suites.ts';
import { controlsOf, type Transport } from '../suites/transport.ts';
import { moduleFiles, TRANSPORT_FOLDERS } from '../vite.config.ts';
import { ROOT } from './paths.ts';

/** A suite with its transports, and every size that it has. */
export type DiscoveredSuite = SuiteInfo & Pick<Suite, 'byDefault'>;

/** What there is to measure. */
export function discoverSuites(): Promise<DiscoveredSuite[]> {
  return Promise.all(
    SUITES.map(async ({ methods, ...suite }) => ({
      ...suite,
      sizesBytes: [...(suite.sizesBytes ?? SIZES_BYTES)],
      parameter: suite.parameter && { ...suite.parameter, values: [...suite.parameter.values] },
      transports: described(
        methods === 'files'
          ? await discoverFiles()
          : [...named(methods.transports, 'transport'), ...named(methods.controls, 'control')],
      ),
    })),
  );
}

interface Named {
  readonly name: string;
  readonly role: TransportInfo['role'];
  readonly transport: Transport;
}

function named(methods: Readonly<Record<string, Transport>>, role: TransportInfo['role']): Named[] {
  return Object.entries(methods).map(([name, transport]) => ({ name, role, transport }));
}

/** Transports, what asks nothing of the engine first; then controls, then twins. */
async function discoverFiles(): Promise<Named[]> {
  const folders = Object.entries(TRANSPORT_FOLDERS);
  const found = await Promise.all(
    folders.map(async ([folder, role]) => {
      const modules = await Promise.all(
        moduleFiles(join(ROOT, folder)).map(async (file) => {
          const { transport } = (await import(pathToFileURL(file).href)) as { transport: Transport };
          return { name: basename(file, '.ts'), role, transport };
        }),
      );
      return modules.sort(
        (a, b) => a.transport.needs.length - b.transport.needs.length || a.name.localeCompare(b.name),
      );
    }),
  );
  return found.flat();
}

function described(found: readonly Named[]): TransportInfo[] {
  const controls = found.filter(({ role }) => role === 'control').map(({ name }) => name);
  return found.map(({ name, role, transport }) => ({
    name,
    role,
    title: transport.title,
    copies: transport.copies,
    controls: role === 'control' ? [] : controlsOf(transport).filter((control) => controls.includes(control)),
    sizesBytes: transport.sizesBytes ? [...transport.sizesBytes] : null,
  }));
}

/** The transports that can be asked for by name, of all suites. */
export function transportNames(suites: readonly SuiteInfo[]): string[] {
  const names = suites.flatMap(({ transports }) =>
    transports.filter(({ role }) => role === 'transport').map(({ name }) => name),
  );
  return [...new Set(names)];
}
