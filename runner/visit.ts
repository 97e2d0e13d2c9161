import { runCommand } from '../results/command.ts';
import type { CellKey, Results, Run } from '../results/schema.ts';
import { formatSize } from '../results/sizes.ts';
import { buildClient } from './build-client.ts';
import { LaunchTimer } from './launch-timer.ts';
import { CLAIM_PAGES } from './measure-claims.ts';
import { entryOf, plannedCells } from './measure-suite.ts';
import { helpText, type Options, parseOptions } from './options.ts';
import { CLIENT_DIR, shownPath } from './paths.ts';
import { Recorder } from './recorder.ts';
import { newRun } from './run.ts';
import { schedule } from './schedule.ts';
import { Server } from './server.ts';
import { type DiscoveredSuite, discoverSuites } from './suites.ts';
import { formatTables } from './table.ts';
import { browserOf, NOT_WATCHED, unknownHost, visitor } from './visitor.ts';

const DOES =
  'Prints a URL, and takes the results of any browser that opens it, each opening a run of its own.';
const LOCALHOST = '127.0.0.1';
const ENGINE = 'visit';

/** One opening of the URL: one launch a suite of an engine that a person started, one suite after another. */
class Visit {
  readonly #recorder: Recorder;
  readonly url: string;
  /** Resolves when the visitor has measured everything, or its browser cannot. */
  readonly done: Promise<void>;

  constructor(server: Server, options: Options, suites: readonly DiscoveredSuite[], userAgent: string) {
    const run = withOneLaunch(newRun(options, suites));
    const recorder = new Recorder(options.outDir);
    const pages = run.suites.flatMap((suite) => schedule(run, { engine: ENGINE, suite, launch: 0 }));
    const claimPages = run.claims ? CLAIM_PAGES : [];
    const begun = Promise.all([
      recorder.add({ kind: 'run', run }),
      recorder.add({ kind: 'engine', engine: visitor(userAgent) }),
    ]);
    let at = -1;
    let timer: LaunchTimer | undefined;
    const keyAt = (page: number) => ({ engine: ENGINE, suite: pages[page]?.suite ?? '', launch: 0 }) as const;

    async function endLaunch(): Promise<void> {
      if (timer) await recorder.add({ kind: 'launched', ...keyAt(at), ...timer.stop() });
    }

    /** A page has begun: the first of its suite begins a launch. */
    async function begin(): Promise<void> {
      if (pages[at]?.suite !== pages[at + 1]?.suite) {
        await endLaunch();
        timer = new LaunchTimer();
        const { suite } = keyAt(at + 1);
        const sizesBytes = pages.filter((page) => page.suite === suite).map(({ sizeBytes }) => sizeBytes);
        const launch = unknownHost({ ...keyAt(at + 1), startedAt: new Date().toISOString(), sizesBytes });
        await recorder.add({ kind: 'launch', launch });
      }
      at++;
      console.log(`${run.id}: ${pages[at]?.suite} ${formatSize(pages[at]?.sizeBytes ?? 0)} …`);
    }

    const session = server.open([...pages, ...claimPages], async (message) => {
      if (message.kind === 'claim') await recorder.add({ ...message, engine: ENGINE });
      if (message.kind === 'page') await begin();
      timer?.hear();
      const entry = entryOf(message, keyAt(at));
      if (entry) await recorder.add(entry);
      if (entry?.kind === 'block') {
        const { outcome: _, launch: __, ...cell } = entry;
        const unsupported = { status: 'unsupported', reason: NOT_WATCHED } as const;
        await recorder.add({
          ...cell,
          kind: 'pressure',
          gc: unsupported,
          memory: unsupported,
          cpu: unsupported,
        });
      }
    });
    console.log(`${run.id}: ${browserOf(userAgent)} is here`);
    this.#recorder = recorder;
    this.url = session.client.url;
    this.done = begun
      .then(() => session.done)
      .then(endLaunch)
      .catch(async (error: Error) => {
        console.error(`${run.id}: ${error.message}`);
        for (const cell of cellsOf(run)) {
          await recorder.add({ kind: 'cell', ...cell, status: 'failed', reason: error.message });
        }
      })
      .finally(() => session.close())
      // A visitor who reloads loses what that page had still to do.
      .then(() => this.finish(isWhole(recorder.results) ? 'complete' : 'interrupted'));
  }

  async finish(outcome: 'complete' | 'interrupted'): Promise<void> {
    const finished = await this.#recorder.finish(outcome);
    if (!finished) return;
    const file = shownPath(finished.files.run);
    console.log(
      `\n${formatTables(finished.results)}\n\nresults: ${file}\nreport:  npm run report -- ${file}\n`,
    );
  }
}

/** A visit is one launch, however wide its figures are. */
function withOneLaunch(run: Run): Run {
  return { ...run, sampling: { ...run.sampling, leastLaunches: 1, mostLaunches: 1 } };
}

function isWhole(results: Results | undefined): boolean {
  return results !== undefined && results.cells.length === cellsOf(results.run).length;
}

function cellsOf({ suites }: Run): CellKey[] {
  return suites.flatMap((suite) => plannedCells({ suite, engine: ENGINE }));
}

await runCommand(async (args) => {
  const suites = await discoverSuites();
  const options = parseOptions('visit', args, suites);
  if (!options) {
    console.log(helpText('visit', DOES));
    return 0;
  }
  await buildClient();
  const server = await Server.start({ clientDir: CLIENT_DIR, host: options.host });
  const here = new Set<Visit>();
  server.welcome = (userAgent) => {
    const visit = new Visit(server, options, suites, userAgent);
    here.add(visit);
    visit.done.catch((error: Error) => console.error(error.message)).finally(() => here.delete(visit));
    return visit.url;
  };

  console.log(`Open ${server.origin}/ in any browser; Ctrl-C ends this.`);
  if (options.host !== LOCALHOST) {
    console.log(
      'A browser isolates a page only where it is secure: on another device reach this address through a tunnel ' +
        'to its own 127.0.0.1.',
    );
  }
  await new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  for (const visit of here) await visit.finish('interrupted');
  await server.close();
  return 0;
});
