import { loadavg } from 'node:os';
import { cellId } from '../results/fold.ts';
import type { CellKey, EngineName, Entry, Host, PageMessage, Run } from '../results/schema.ts';
import type { Found } from './engines/engine.ts';
import { schedule } from './schedule.ts';
import type { Server, Session } from './server.ts';

interface Measurement {
  readonly run: Run;
  readonly suite: string;
  readonly engine: EngineName;
  readonly found: Found;
  readonly host: Host;
  readonly server: Server;
  readonly record: (entry: Entry) => Promise<void>;
}

/** Longer than any block: an engine not heard of for so long hangs. */
const SILENCE_MS = 120_000;

/**
 * Measures one suite on one engine, launch after launch, and records what happens.
 * @throws {Error} where a launch fails; the cells that have nothing yet are then recorded as failed.
 */
export async function measureSuite(measurement: Measurement): Promise<void> {
  const { run, record } = measurement;
  const heard = new Set<string>();
  try {
    for (let launch = 0; launch < run.launches; launch++) await measureLaunch(measurement, launch, heard);
  } catch (error) {
    const reason = (error as Error).message;
    for (const cell of plannedCells(measurement)) {
      if (!heard.has(cellId(cell))) await record({ kind: 'cell', ...cell, status: 'failed', reason });
    }
    throw error;
  }
}

async function measureLaunch(measurement: Measurement, launch: number, heard: Set<string>): Promise<void> {
  const { run, suite, engine, found, host, server, record } = measurement;
  const key = { engine, suite, launch };
  const startedMs = performance.now();
  await record({
    kind: 'launch',
    launch: {
      ...key,
      host: host.id,
      startedAt: new Date().toISOString(),
      loadAverage: loadavg()[0] ?? 0,
      durationMs: null,
      pages: [],
    },
  });

  const session = server.open(schedule(run, key), async (message) => {
    const entry = entryOf(message, key);
    if (!entry) return;
    if (entry.kind === 'block') heard.add(cellId(entry));
    await record(entry);
  });
  try {
    const opened = await found.open(session.client);
    try {
      await untilDone(session, opened.gone);
    } finally {
      await opened.close();
    }
  } finally {
    session.close();
  }
  await record({ kind: 'launched', ...key, durationMs: performance.now() - startedMs });
}

/** What a page's message adds to the run, by launch. */
export function entryOf(
  message: PageMessage,
  key: Pick<CellKey, 'engine' | 'suite'> & { launch: number },
): Entry | null {
  switch (message.kind) {
    case 'page':
      return { kind: 'page', ...key, page: message.page };
    case 'block': {
      const { transport, sizeBytes, outcome } = message;
      return { kind: 'block', ...key, transport, sizeBytes, outcome };
    }
    case 'bump':
    case 'refused':
      return null;
  }
}

/** Waits for a session's end; rejects where the engine refused, is gone, or is silent for too long. */
export async function untilDone(session: Session, gone: Promise<string>): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    watch = setInterval(() => {
      const silenceMs = performance.now() - session.heardAtMs();
      if (silenceMs > SILENCE_MS)
        reject(new Error(`timed out after ${SILENCE_MS / 1000} s without a word from the engine`));
    }, 1_000);
  });
  const left = gone.then((words) => {
    throw new Error(`the engine ${words}`);
  });
  try {
    await Promise.race([session.done, left, silent]);
  } finally {
    clearInterval(watch);
  }
}

function plannedCells({ run, suite, engine }: Measurement): CellKey[] {
  return run.sizesBytes.flatMap((sizeBytes) =>
    run.transports.map(({ name }) => ({ engine, suite, transport: name, sizeBytes })),
  );
}
