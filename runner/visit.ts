import { runCommand } from '../results/command.ts';
import type { Results, Run, TransportInfo } from '../results/schema.ts';
import { formatSize } from '../results/sizes.ts';
import { buildClient } from './build-client.ts';
import { LaunchTimer } from './launch-timer.ts';
import { entryOf, plannedCells } from './measure-suite.ts';
import { helpText, type Options, parseOptions } from './options.ts';
import { CLIENT_DIR, shownPath } from './paths.ts';
import { Recorder } from './recorder.ts';
import { names, newRun } from './run.ts';
import { schedule } from './schedule.ts';
import { Server } from './server.ts';
import { formatTables } from './table.ts';
import { discoverTransports } from './transports.ts';
import { browserOf, NOT_WATCHED, unknownHost, visitor } from './visitor.ts';

const DOES =
  'Prints a URL, and takes the results of any browser that opens it, each opening a run of its own.';
const LOCALHOST = '127.0.0.1';

/** One opening of the URL: one launch of an engine that a person started. */
class Visit {
  readonly #recorder: Recorder;
  readonly url: string;
  /** Resolves when the visitor has measured everything, or its browser cannot. */
  readonly done: Promise<void>;

  constructor(server: Server, options: Options, transports: readonly TransportInfo[], userAgent: string) {
    const run = withOneLaunch(newRun(options, transports));
    const [suite = ''] = run.suites;
    const key = { engine: 'visit', suite, launch: 0 } as const;
    const timer = new LaunchTimer();
    const recorder = new Recorder(options.outDir);
    const pages = schedule(run, key);
    const begun = Promise.all([
      recorder.add({ kind: 'run', run }),
      recorder.add({ kind: 'engine', engine: visitor(userAgent) }),
      recorder.add({
        kind: 'launch',
        launch: unknownHost({
          ...key,
          startedAt: run.startedAt,
          sizesBytes: pages.map(({ sizeBytes }) => sizeBytes),
        }),
      }),
    ]);
    const session = server.open(pages, async (message) => {
      timer.hear();
      const entry = entryOf(message, key);
      if (entry) await recorder.add(entry);
      if (entry?.kind === 'block') {
        const { engine, suite, transport, sizeBytes } = entry;
        const unsupported = { status: 'unsupported', reason: NOT_WATCHED } as const;
        await recorder.add({
          kind: 'pressure',
          engine,
          suite,
          transport,
          sizeBytes,
          gc: unsupported,
          memory: unsupported,
        });
      }
      if (entry?.kind === 'page') console.log(`${run.id}: ${formatSize(entry.page.sizeBytes)} …`);
    });
    console.log(`${run.id}: ${browserOf(userAgent)} is here`);
    this.#recorder = recorder;
    this.url = session.client.url;
    this.done = begun
      .then(() => session.done)
      .then(() => recorder.add({ kind: 'launched', ...key, ...timer.stop() }))
      .catch(async (error: Error) => {
        console.error(`${run.id}: ${error.message}`);
        for (const cell of plannedCells({ run, suite, engine: 'visit' })) {
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
  if (!results) return false;
  const [suite = ''] = results.run.suites;
  return results.cells.length === plannedCells({ run: results.run, suite, engine: 'visit' }).length;
}

await runCommand(async (args) => {
  const transports = await discoverTransports();
  const options = parseOptions('visit', args, names(transports));
  if (!options) {
    console.log(helpText('visit', DOES));
    return 0;
  }
  await buildClient();
  const server = await Server.start({ clientDir: CLIENT_DIR, host: options.host });
  const here = new Set<Visit>();
  server.welcome = (userAgent) => {
    const visit = new Visit(server, options, transports, userAgent);
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
