import { join } from 'node:path';
import { UsageError } from '../../results/command-line/user-error.ts';
import type { Found, Missing } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { buildClient } from '../serve/build-client.ts';
import { Server } from '../serve/server.ts';
import { type Arm, modulesOf } from './arms.ts';
import type { Place } from './pairs.ts';
import { buildCommit, commitsOf } from './refs.ts';

export type Arms = { readonly base: Arm; readonly head: Arm };
export type FoundEngines = ReadonlyMap<StartedEngineName, Found | Missing>;

/** An engine, and where each arm is had. */
export interface Contest {
  readonly engine: StartedEngineName;
  readonly base: Place;
  readonly head: Place;
}

interface Contests {
  readonly contests: readonly Contest[];
  /** What the arms are, in words. */
  readonly words: { readonly base: string; readonly head: string };
}

/**
 * Builds what the arms need, and serves it.
 * @param folder What is built goes there.
 * @throws {UsageError} where an arm's engine or commit is not there.
 */
export async function openContests(
  arms: Arms,
  found: FoundEngines,
  folder: string,
): Promise<Contests & { close(): Promise<void> }> {
  const servers: Server[] = [];
  const serve = async (clientDir: string) => {
    const server = await Server.start({ clientDir, host: '127.0.0.1' });
    servers.push(server);
    return server;
  };
  const close = async () => {
    for (const server of servers) await server.close();
  };
  try {
    return { ...(await contestsOf(arms, found, folder, serve)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function contestsOf(
  { base, head }: Arms,
  found: FoundEngines,
  folder: string,
  serve: (clientDir: string) => Promise<Server>,
): Promise<Contests> {
  if (base.kind === 'ref' && head.kind === 'ref') {
    const commits = await commitsOf(base.ref, head.ref);
    const serveCommit = async (commit: string) => {
      const clientDir = join(folder, commit);
      await buildCommit(commit, clientDir);
      return serve(clientDir);
    };
    const servers = { base: await serveCommit(commits.base), head: await serveCommit(commits.head) };
    return {
      contests: present(found).map(([engine, one]) => ({
        engine,
        base: { found: one, server: servers.base },
        head: { found: one, server: servers.head },
      })),
      words: { base: `${base.ref} (${commits.base})`, head: `${head.ref} (${commits.head})` },
    };
  }
  const clientDir = join(folder, 'client');
  if (base.kind === 'engine' && head.kind === 'engine') {
    const builds = { base: await findAt('base', base), head: await findAt('head', head) };
    await buildClient(clientDir);
    const server = await serve(clientDir);
    return {
      contests: [
        {
          engine: base.engine,
          base: { found: builds.base, server },
          head: { found: builds.head, server },
        },
      ],
      words: { base: engineWords(base, builds.base), head: engineWords(head, builds.head) },
    };
  }
  await buildClient(clientDir, modulesOf([base, head]));
  const server = await serve(clientDir);
  return {
    contests: present(found).map(([engine, one]) => ({
      engine,
      base: { found: one, server },
      head: { found: one, server },
    })),
    words: { base: transportWords(base), head: transportWords(head) },
  };
}

function present(found: FoundEngines): [StartedEngineName, Found][] {
  return [...found].flatMap(([engine, one]) =>
    one.status === 'found' ? [[engine, one] as [StartedEngineName, Found]] : [],
  );
}

async function findAt(
  flag: keyof Arms,
  { engine, executable }: Extract<Arm, { kind: 'engine' }>,
): Promise<Found> {
  const { at, find } = ENGINES[engine];
  const found = await (executable !== null && at ? at(executable) : find());
  if (found.status === 'missing') throw new UsageError(`--${flag}: ${engine}: ${found.reason}`);
  return found;
}

function engineWords({ engine }: Extract<Arm, { kind: 'engine' }>, { record }: Found): string {
  return `${engine} ${record.version} (${record.executable})`;
}

function transportWords(arm: Arm): string {
  return arm.kind === 'module' ? `${arm.transport} (${arm.path})` : 'transport' in arm ? arm.transport : '';
}
