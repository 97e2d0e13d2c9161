import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { GcLogging } from '../../watch/gc/account.ts';
import type { Client, Found, StartSettings } from '../engine.ts';
import { openProcess, openWatchedProcess } from './process.ts';

interface Runtime {
  readonly executable: string;
  readonly version: string;
  readonly source: 'npm' | 'runner' | 'system';
  /** The arguments before the script. */
  readonly flags: readonly string[];
  readonly added: StartSettings;
  readonly gc: RuntimeGc;
}

/** How the runtime's collections are read, or why they cannot be read. */
type RuntimeGc =
  | ({ readonly status: 'read'; readonly source: string; readonly wrapper: readonly string[] } & GcLogging)
  | { readonly status: 'unsupported'; readonly reason: string };

/** The part that Node, Bun and Deno share: each runs the built client through `runtime.mjs`. */
export function foundRuntime({ executable, version, source, flags: own, added, gc }: Runtime): Found {
  const { environment } = added;
  const flags = [...own, ...added.flags];
  const command = (extraFlags: readonly string[], { file, url }: Client) => [
    executable,
    ...flags,
    ...extraFlags,
    join(import.meta.dirname, 'runtime.mjs'),
    file,
    url,
  ];
  const start = ([first = '', ...args]: readonly string[]) => ({ executable: first, args, environment });
  return {
    status: 'found',
    record: {
      version,
      source,
      executable,
      flags,
      environment,
      notes: [],
      gcAccount: gc.status === 'read' ? { status: 'read', source: gc.source } : gc,
    },
    open: async (client) => openProcess(start(command([], client))),
    openWatched: (client) =>
      gc.status === 'read'
        ? openWatchedProcess(start([...gc.wrapper, ...command(gc.flags, client)]), gc)
        : openWatchedProcess(start(command([], client)), null),
  };
}

const require = createRequire(import.meta.url);

/**
 * The executables of an npm package that may not be installed. The package's install script puts the one for this system into the
 * package itself (`own`); where npm runs no scripts, it is still in the package of the system (`ofSystem`).
 */
export function packageExecutables(name: string, own: string, ofSystem: string): string[] {
  const manifest = packageFile(name, 'package.json');
  if (!manifest) return [];
  const { optionalDependencies } = require(manifest) as { optionalDependencies: Record<string, string> };
  const others = Object.keys(optionalDependencies).map((one) => packageFile(one, ofSystem));
  return [packageFile(name, own), ...others].filter((path) => path !== undefined);
}

function packageFile(name: string, file: string): string | undefined {
  try {
    const path = join(dirname(require.resolve(`${name}/package.json`)), file);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
