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

/** An engine, with the place where each arm is measured. */
export interface Contest {
  readonly engine: StartedEngineName;
  readonly base: Place;
  readonly head: Place;
}

interface Contests {
  readonly contests: readonly Contest[];
  /** A description of each arm. */
  readonly words: { readonly base: string; readonly head: string };
}

/**
 * Builds and serves the clients that the arms need.
 * @param folder The folder for the built clients.
 * @throws {UsageError} if the engine or the commit of an arm cannot be found.
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
      words: { base: describeEngine(base, builds.base), head: describeEngine(head, builds.head) },
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
    words: { base: describeTransport(base), head: describeTransport(head) },
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

function describeEngine({ engine }: Extract<Arm, { kind: 'engine' }>, { record }: Found): string {
  return `${engine} ${record.version} (${record.executable})`;
}

function describeTransport(arm: Arm): string {
  return arm.kind === 'module' ? `${arm.transport} (${arm.path})` : 'transport' in arm ? arm.transport : '';
}
