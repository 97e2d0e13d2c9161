import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { defineCommand } from '../../results/command-line/command.ts';
import { list, text } from '../../results/command-line/flags.ts';
import { shownCommand } from '../../results/command-line/installation.mjs';
import { UsageError } from '../../results/command-line/user-error.ts';
import { LogWriter } from '../../results/file/log.ts';
import { Visit } from '../../results/file/visit.ts';
import { browserOf, VISIT } from '../../results/file/visitor.ts';
import { checkWritable, resultsFiles } from '../../results/file/write.ts';
import type { Entry } from '../../results/schema/entry.ts';
import { cellId } from '../../results/schema/ids.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import type { Run } from '../../results/schema/run.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { reasonFrom } from '../../suites/parts/errors.ts';
import { plannedCells, schedule } from '../../suites/plan/schedule.ts';
import { noInstall, out, SELECTION_FLAGS } from '../bench/flags.ts';
import { newRun, newRunOrUsage } from '../bench/run.ts';
import { endRun } from '../bench/run-log.ts';
import { modulesAmong, type Selection, select } from '../bench/selection.ts';
import { CACHE_DIR, shownPath } from '../checkout/paths.ts';
import { SIGNALS } from '../checkout/signals.ts';
import { CLAIM_PAGES } from '../measure/ask-claims.ts';
import { reachableHost } from '../serve/addresses.ts';
import { buildClient } from '../serve/build-client.ts';
import { type DiscoveredSuite, discoverSuites } from '../serve/discovery.ts';
import { Server, type Session } from '../serve/server.ts';
import { formatTables } from '../terminal/table.ts';

const LOCALHOST = '127.0.0.1';

/** What a visitor measures, and where the results are written. */
interface Options {
  readonly selection: Selection;
  readonly outDir: string;
  readonly host: string;
  /** The names of tunnels. */
  readonly allowedHosts: readonly string[];
}

/** One visit: a browser has opened the URL. */
class Opening {
  /** From its first page on: an address may be opened by what only reads it, such as a preview. */
  #log: LogWriter | undefined;
  readonly #outDir: string;
  readonly #run: Run;
  readonly #session: Session;
  readonly url: string;
  #finished: Promise<void> | undefined;
  /** Resolves when the visitor has measured everything, or if its browser cannot measure. */
  readonly done: Promise<void>;

  constructor(server: Server, options: Options, suites: readonly DiscoveredSuite[], userAgent: string) {
    const run = withOneLaunch(newRun(options.selection, suites));
    const pages = run.suites.flatMap((suite) => schedule(run, { engine: VISIT, suite, launch: 0 }));
    const claimPages = run.claims ? CLAIM_PAGES : [];
    const visit = new Visit(run, pages, userAgent);
    const cells = new Set<string>();
    const append = (entries: readonly Entry[]) => {
      for (const entry of entries) this.#log?.append(entry);
    };
    const record = (entries: readonly Entry[]) => {
      if (entries.length === 0) return;
      if (!this.#log) {
        this.#log = new LogWriter(resultsFiles(options.outDir, run.id).log);
        append(visit.begin());
      }
      append(entries);
      for (const entry of entries)
        if (entry.kind === 'pressure' || entry.kind === 'cell') cells.add(cellId(entry));
    };
    const session = server.open([...pages, ...claimPages], async (message) => {
      const entries = visit.hear(message);
      record(entries);
      for (const entry of entries) {
        if (entry.kind !== 'page') continue;
        const sizes = entry.page.sizesBytes.map((one) => formatSize(one)).join(', ');
        console.log(`${run.id}: ${entry.suite} ${sizes} …`);
      }
    });
    console.log(`${run.id}: ${stripVTControlCharacters(browserOf(userAgent))} connected`);
    this.#session = session;
    this.#outDir = options.outDir;
    this.#run = run;
    this.url = session.client.url;
    const planned = cellsOf(run);
    let isRefused = false;
    this.done = session.done
      .then(() => record(visit.end()))
      .catch((error: Error) => {
        // The words may be those of the visitor's page.
        console.error(`${run.id}: ${stripVTControlCharacters(error.message)}`);
        isRefused = true;
        // Nothing is written for a browser that measured nothing.
        if (!this.#log) return;
        const reason = reasonFrom(error.message);
        const left = planned.filter((cell) => !cells.has(cellId(cell)));
        record(left.map((cell) => ({ kind: 'cell', ...cell, status: 'failed', reason })));
      })
      .finally(() => session.close())
      // If a visitor reloads, the rest of that page is lost.
      .then(() => this.finish(!isRefused && cells.size === planned.length ? 'complete' : 'interrupted'));
  }

  /** Keeps what it has measured; if that is nothing, no results replace those of another run. */
  async interrupt(): Promise<void> {
    if (this.#log || this.#finished) return this.finish('interrupted');
    this.#session.close();
  }

  /** A signal may come while a finished visit is being written. */
  finish(outcome: 'complete' | 'interrupted'): Promise<void> {
    this.#finished ??= this.#finish(outcome);
    return this.#finished;
  }

  async #finish(outcome: 'complete' | 'interrupted'): Promise<void> {
    this.#session.close();
    this.#log?.close();
    const results = await endRun(this.#outDir, this.#run.id, outcome);
    if (!results) return;
    const file = shownPath(resultsFiles(this.#outDir, this.#run.id).run);
    console.log(
      `\n${formatTables(summarize(results))}\n\nresults: ${file}\nreport:  ${shownCommand('report', file)}\n`,
    );
  }
}

/** A visit is one launch, even if its figures are wide. */
function withOneLaunch(run: Run): Run {
  return { ...run, sampling: { ...run.sampling, leastLaunches: 1, mostLaunches: 1 } };
}

function cellsOf({ suites }: Run): CellKey[] {
  return suites.flatMap((suite) => plannedCells(suite, VISIT));
}

/** Serves visitors until a signal stops the command. */
async function takeVisits(
  clientDir: string,
  options: Options,
  suites: readonly DiscoveredSuite[],
  modules: readonly string[],
): Promise<void> {
  await buildClient(clientDir, modules);
  const { host, allowedHosts } = options;
  const server = await Server.start({ clientDir, host, allowedHosts }).catch((error: Error) => {
    throw new UsageError(`--host ${host}: ${error.message}`);
  });
  const here = new Set<Opening>();
  server.welcome = (userAgent) => {
    const opening = new Opening(server, options, suites, userAgent);
    here.add(opening);
    opening.done.catch((error: Error) => console.error(error.message)).finally(() => here.delete(opening));
    return opening.url;
  };

  console.log(`Open ${server.origin}/ in any browser. Press Ctrl-C to stop.`);
  for (const line of forOtherDevices(server.origin, options)) console.log(line);
  await new Promise((resolve) => {
    for (const signal of Object.keys(SIGNALS)) process.once(signal, resolve);
  });
  try {
    for (const opening of here) await opening.interrupt();
  } finally {
    await server.close();
  }
}

/** How another device opens the URL: a code to scan, and what its browser needs. */
function forOtherDevices(origin: string, { host, allowedHosts }: Options): string[] {
  const [tunnel] = allowedHosts;
  if (tunnel !== undefined) return [`Through the tunnel: https://${tunnel}/`, codeOf(`https://${tunnel}/`)];
  if (host === LOCALHOST) return [];
  const url = new URL(origin);
  url.hostname = reachableHost(host);
  return [
    `On another device: ${url.href}`,
    codeOf(url.href),
    'A phone needs https: without it, browsers do not isolate the page, so it cannot share memory. Put a tunnel ' +
      'with https in front of this address, and pass its name with --allow-host.',
  ];
}

function codeOf(url: string): string {
  return renderUnicodeCompact(url, { border: 2 });
}

export const command = defineCommand({
  name: 'visit',
  does: 'Prints a URL and measures every browser that opens it; each visit is a run of its own.',
  flags: {
    ...SELECTION_FLAGS,
    out,
    host: text({ value: 'ADDRESS', help: 'the address to listen on', default: LOCALHOST }),
    allowHost: list({
      value: 'NAME',
      help: 'the name under which a tunnel reaches this server; several with commas',
      otherwise: 'only addresses and localhost',
    }),
    noInstall,
  },
  async run({ flags }) {
    const modules = modulesAmong(flags.transport);
    // The threads of a browser that a visitor opened cannot be placed.
    const suites = (await discoverSuites(modules)).filter(({ repeats }) => repeats === null);
    const selection = select(flags, suites);
    // Wrong flags fail before a browser opens the URL.
    newRunOrUsage(selection, suites);
    await checkWritable(flags.out);
    await mkdir(CACHE_DIR, { recursive: true });
    // A separate build, as this command may run for days while bench rebuilds its own.
    const clientDir = await mkdtemp(join(CACHE_DIR, 'visit-'));
    try {
      await takeVisits(
        clientDir,
        { selection, outDir: flags.out, host: flags.host, allowedHosts: flags.allowHost ?? [] },
        suites,
        modules,
      );
    } finally {
      await rm(clientDir, { recursive: true, force: true });
    }
    return 0;
  },
});
