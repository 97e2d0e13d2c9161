import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { z } from 'zod';
import { UsageError } from '../../results/command-line/command.ts';
import { describeIssues } from '../../results/file/parse.ts';
import { candidateSchema, transportInfoSchema } from '../../results/schema/run.ts';
import type { NamedTransport } from '../../suites/plan/describe.ts';
import type { Transport } from '../../suites/transport.ts';
import { BUNDLE, moduleConfig } from '../../vite.config.ts';

const aFunction = z.custom<() => void>((value) => typeof value === 'function', 'must be a function');

/** What a module of the user's own exports as `transport`: the type in suites/transport.ts, as far as it can be looked at. */
const transportSchema = z.object({
  title: z.string().min(1),
  needs: z.array(z.enum(['shared-memory', 'wait-async', 'compile-streaming'])),
  copies: z.boolean(),
  controls: z.array(z.string()).optional(),
  sizesBytes: z.array(z.int().positive()).optional(),
  candidate: candidateSchema.omit({ needsIsolation: true }).optional(),
  followedTo: z.array(z.string()).optional(),
  workers: aFunction.optional(),
  openMain: aFunction,
  openWorker: aFunction.optional(),
  handWritten: z.object({ openMain: aFunction, openWorker: aFunction }).optional(),
});

/** Whether a transport is asked for by its file. */
export function isModulePath(text: string): boolean {
  return /[/\\]/.test(text) || ['.ts', '.js', '.mts', '.mjs'].includes(extname(text));
}

/** The name under which a module's transport is measured: that of its file. */
export function moduleName(path: string): string {
  return basename(path, extname(path));
}

/**
 * Reads a transport of the user's own.
 * @throws {UsageError} that names the file, and what is wrong with it.
 */
export async function loadTransport(path: string, taken: readonly string[]): Promise<NamedTransport> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`${path}: there is no such file`);
  const name = moduleName(file);
  if (!transportInfoSchema.shape.name.safeParse(name).success) {
    throw new UsageError(
      `${path}: a transport has its file's name, which must be lower-case letters, digits and dashes`,
    );
  }
  if (taken.includes(name)) throw new UsageError(`${path}: there is a transport '${name}' already`);
  let exported: unknown;
  try {
    exported = await importBundled(file);
  } catch (error) {
    throw new UsageError(`${path}: cannot be read as a module: ${(error as Error).message.split('\n')[0]}`);
  }
  const checked = transportSchema.safeParse(exported);
  if (!checked.success) {
    throw new UsageError(
      `${path}: must export a \`transport\` of the type in suites/transport.ts\n${describeIssues(checked.error)}`,
    );
  }
  return { name, role: 'transport', transport: exported as Transport };
}

/** By way of the bundler, as it will run: whatever kind of module the user's project has. */
async function importBundled(file: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-module-'));
  try {
    await build(moduleConfig(file, folder));
    const module = (await import(pathToFileURL(join(folder, BUNDLE)).href)) as { transport?: unknown };
    return module.transport;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
