import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { z } from 'zod';
import { UsageError } from '../../results/command-line/user-error.ts';
import { describeIssues } from '../../results/file/parse.ts';
import { candidateSchema, transportInfoSchema } from '../../results/schema/run.ts';
import type { NamedTransport, Terms } from '../../suites/plan/describe.ts';
import { BUNDLE, moduleConfig } from '../../vite.config.ts';

const functionSchema = z.strictObject({ isFunction: z.literal(true) }, 'must be a function');

/** A user module's export `transport`, as the thread describes it: the part of the type in suites/transport.ts that can be checked at run time. */
const transportSchema = z.object({
  title: z.string().min(1),
  needs: z.array(z.enum(['shared-memory', 'wait-async', 'compile-streaming', 'memory64'])),
  copies: z.boolean(),
  controls: z.array(z.string()).optional(),
  sizesBytes: z.array(z.int().positive()).optional(),
  candidate: candidateSchema.omit({ needsIsolation: true }).optional(),
  followedTo: z.array(z.string()).optional(),
  hasOwnChannel: z.boolean().optional(),
  workers: functionSchema.optional(),
  openMain: functionSchema,
  openWorker: functionSchema.optional(),
  handWritten: z.object({ openMain: functionSchema, openWorker: functionSchema }).optional(),
});

/** Whether a transport is given as a file rather than by name. */
export function isModulePath(text: string): boolean {
  return /[/\\]/.test(text) || ['.ts', '.js', '.mts', '.mjs'].includes(extname(text));
}

/** The name of a module's transport, which is the file's name without its extension. */
export function moduleName(path: string): string {
  return basename(path, extname(path));
}

/**
 * Loads a transport from a user's module.
 * @param taken The names of the other transports.
 * @throws {UsageError} that names the file and the problem.
 */
export async function loadTransport(
  path: string,
  taken: readonly string[],
  name = moduleName(path),
): Promise<NamedTransport> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`${path}: no such file`);
  if (!transportInfoSchema.shape.name.safeParse(name).success) {
    throw new UsageError(
      `${path}: a transport is named after its file; use lower-case letters, digits and dashes`,
    );
  }
  if (taken.includes(name)) throw new UsageError(`${path}: a transport '${name}' already exists`);
  let described: unknown;
  try {
    described = await describeBundled(file);
  } catch (error) {
    throw new UsageError(`${path}: cannot be loaded as a module: ${reasonOf(error as Error)}`);
  }
  const checked = transportSchema.safeParse(described);
  if (!checked.success) {
    throw new UsageError(
      `${path}: must export a \`transport\` of the type in suites/transport.ts\n${describeIssues(checked.error)}`,
    );
  }
  return { name, role: 'transport', transport: described as Terms };
}

/** The first line of an error that says what is wrong; the bundler's own first line counts its errors. */
function reasonOf({ message }: Error): string {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines.find((line) => line.trim() && !line.startsWith('Build failed with')) ?? message;
}

/** Bundles the file as the client will, so that CommonJS projects and TypeScript work too, and describes its transport. */
async function describeBundled(file: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-module-'));
  try {
    await build(moduleConfig(file, folder));
    return await described(pathToFileURL(join(folder, BUNDLE)).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Description =
  | { readonly status: 'loaded'; readonly transport: unknown }
  | { readonly status: 'failed'; readonly reason: string };

/** The module is evaluated in a thread of its own, as a page would do it (describe-module.mjs). */
function described(href: string): Promise<unknown> {
  const thread = new Worker(new URL('./describe-module.mjs', import.meta.url), {
    workerData: { href },
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    thread.once('message', (description: Description) => {
      if (description.status === 'loaded') resolve(description.transport);
      else reject(new Error(description.reason));
      void thread.terminate();
    });
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('its top level does not come to an end')));
  });
}
