import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../results/command.ts';
import {
  COMPARISON_VERSION,
  type Comparison,
  comparisonSchema,
  type Measured,
  outcomeOf,
} from '../results/comparison.ts';
import { comparisonMarkdown } from '../results/comparison-markdown.ts';
import type { Run, SuiteInfo } from '../results/schema.ts';
import { suiteBuild } from '../results/suite-build.ts';
import { writeAtomically } from '../results/write.ts';
import { type Arm, modulesOf, parseArms } from './arms.ts';
import { buildClient } from './build-client.ts';
import { exitOnSignals, inCheckout } from './checkout.ts';
import { formatComparison } from './comparison-table.ts';
import { engineRecord, type Found, type Missing } from './engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from './engines.ts';
import { thisHost } from './host.ts';
import { judgeTwice } from './judge-twice.ts';
import { armsIn, helpText, type Options, parseOptions } from './options.ts';
import { type Place, pairsInOnePage, pairsOfLaunches } from './pairs.ts';
import { buildCommit, commitsOf } from './refs.ts';
import { newRun } from './run.ts';
import { Server } from './server.ts';
import { describeEngines, setUpEngines } from './set-up.ts';
import { discoverSuites, transportNames } from './suites.ts';
import { loadTransport } from './user-transports.ts';

const DOES =
  'Holds two transports, two commits or two builds of an engine against each other, in pairs, and says what regressed.';
const SUITE = 'round-trip';
const MOST_BYTES = 1024 ** 2;
const EXIT_CODES: Record<Comparison['outcome'], number> = {
  regressed: 1,
  inconclusive: 3,
  unchanged: 0,
  improved: 0,
};

type Arms = { readonly base: Arm; readonly head: Arm };
/** An engine, and where each arm is had. */
interface Contest {
  readonly engine: StartedEngineName;
  readonly base: Place;
  readonly head: Place;
}

/** Measures the cells of a suite, as the arms ask for. */
function measure({ engine, base, head }: Contest, arms: Arms, run: Run, what: string): Promise<Measured> {
  const [suite] = run.suites;
  if (!suite) throw new Error('nothing is left to compare');
  const progress = (launches: number, of: number) =>
    console.error(`${engine}, ${what}: ${launches} of ${of} launches`);
  const plan = { run, suite, engine, progress };
  if ('transport' in arms.base && 'transport' in arms.head) {
    return pairsInOnePage(plan, base, { base: [arms.base.transport], head: [arms.head.transport] });
  }
  return pairsOfLaunches(plan, { base, head });
}

/** What the arms are, in words; and for each engine where they are had. */
async function open(
  arms: Arms,
  found: ReadonlyMap<StartedEngineName, Found | Missing>,
  folder: string,
): Promise<{ contests: Contest[]; words: { base: string; head: string }; close: () => Promise<void> }> {
  const start = (clientDir: string) => Server.start({ clientDir, host: '127.0.0.1' });
  const { base, head } = arms;
  if (base.kind === 'ref' && head.kind === 'ref') {
    const commits = await commitsOf(base.ref, head.ref);
    await buildCommit(commits.base, join(folder, 'base'));
    await buildCommit(commits.head, join(folder, 'head'));
    const servers = [await start(join(folder, 'base')), await start(join(folder, 'head'))] as const;
    return {
      contests: present(found).map(([engine, one]) => ({
        engine,
        base: { found: one, server: servers[0] },
        head: { found: one, server: servers[1] },
      })),
      words: { base: `${base.ref} (${commits.base})`, head: `${head.ref} (${commits.head})` },
      close: async () => {
        for (const server of servers) await server.close();
      },
    };
  }
  const clientDir = join(folder, 'client');
  await buildClient(clientDir, modulesOf([base, head]));
  const server = await start(clientDir);
  const close = () => server.close();
  if (base.kind === 'engine' && head.kind === 'engine') {
    const [one, other] = [await findAt(base), await findAt(head)];
    return {
      contests: [{ engine: base.engine, base: { found: one, server }, head: { found: other, server } }],
      words: { base: engineWords(base, one), head: engineWords(head, other) },
      close,
    };
  }
  return {
    contests: present(found).map(([engine, one]) => ({
      engine,
      base: { found: one, server },
      head: { found: one, server },
    })),
    words: { base: transportWords(base), head: transportWords(head) },
    close,
  };
}

function present(found: ReadonlyMap<StartedEngineName, Found | Missing>): [StartedEngineName, Found][] {
  return [...found].flatMap(([engine, one]) =>
    one.status === 'found' ? [[engine, one] as [StartedEngineName, Found]] : [],
  );
}

async function findAt({ engine, executable }: Extract<Arm, { kind: 'engine' }>): Promise<Found> {
  const { at, find } = ENGINES[engine];
  const found = await (executable !== null && at ? at(executable) : find());
  if (found.status === 'missing') throw new Error(`${engine}: ${found.reason}`);
  return found;
}

function engineWords({ engine }: Extract<Arm, { kind: 'engine' }>, { record }: Found): string {
  return `${engine} ${record.version} (${record.executable})`;
}

function transportWords(arm: Arm): string {
  return arm.kind === 'module' ? `${arm.transport} (${arm.path})` : 'transport' in arm ? arm.transport : '';
}

/** The suite as the arms need it: the round trips, and of arms in one page those two alone. */
function suitesFor(arms: Arms, suites: readonly SuiteInfo[]): SuiteInfo[] {
  const names = [arms.base, arms.head].flatMap((arm) => ('transport' in arm ? [arm.transport] : []));
  return suites
    .filter(({ name }) => name === SUITE)
    .map((suite) => ({
      ...suite,
      transports: withOwnControls(suite).filter(
        ({ name, role }) =>
          role === 'control' || (role === 'transport' && (names.length === 0 || names.includes(name))),
      ),
    }));
}

/** Without the controls that are of no transport's regime. */
function withOwnControls({ transports }: SuiteInfo): SuiteInfo['transports'] {
  const named = transports.flatMap(({ controls }) => controls);
  return transports.filter(({ name, role }) => role !== 'control' || named.includes(name));
}

function runOf(options: Options, arms: Arms, suites: readonly SuiteInfo[]): Run {
  const asked = options.sizesBytes;
  const own = suitesFor(arms, suites).map((suite) => ({
    ...suite,
    sizesBytes: suite.sizesBytes.filter((sizeBytes) => asked?.includes(sizeBytes) ?? sizeBytes <= MOST_BYTES),
  }));
  return { ...newRun({ ...options, profile: 'quick' }, []), suites: own, claims: false };
}

/** @returns The exit code. */
async function compareArms(arms: Arms, run: Run, options: Options): Promise<number> {
  const startedAt = new Date().toISOString();
  const engines =
    arms.base.kind === 'engine' ? [arms.base.engine] : (options.engines ?? STARTED_ENGINE_NAMES);
  const found = await setUpEngines(engines, { install: options.install, say: console.error });
  for (const line of describeEngines(found)) console.error(line);
  const absent = [...found].filter(([, { status }]) => status === 'missing').map(([name]) => name);
  if (absent.length > 0 && (options.engines || absent.length === found.size)) {
    console.error(`asked for, and not found: ${absent.join(', ')}`);
    return 1;
  }

  const folder = await mkdtemp(join(tmpdir(), 'compare-'));
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  try {
    opened = await open(arms, found, folder);
    const judged = await judgeTwice(opened.contests, run, (contest, own, what) =>
      measure(contest, arms, own, what),
    );
    const comparison: Comparison = comparisonSchema.parse({
      comparisonVersion: COMPARISON_VERSION,
      id: run.id.replace(/-[^-]*$/, `-${randomBytes(3).toString('hex')}`),
      startedAt,
      endedAt: new Date().toISOString(),
      seed: run.seed,
      ...suiteBuild(),
      ...opened.words,
      design: 'transport' in arms.base ? 'one page' : 'paired launches',
      host: thisHost(),
      engines: opened.contests.map(({ engine, head }) => engineRecord(ENGINES[engine], head.found)),
      ...outcomeOf(judged),
      ...judged,
    });
    console.log(formatComparison(comparison));
    if (options.jsonFile) await writeAtomically(options.jsonFile, `${JSON.stringify(comparison)}\n`);
    if (options.markdownFile) await writeAtomically(options.markdownFile, comparisonMarkdown(comparison));
    const isForgiven = comparison.outcome === 'inconclusive' && options.allowInconclusive;
    return isForgiven ? 0 : EXIT_CODES[comparison.outcome];
  } catch (error) {
    if (error instanceof Error && error.name !== 'Error') throw error;
    console.error((error as Error).message);
    return 1;
  } finally {
    await opened?.close();
  }
}

await runCommand(async (args) => {
  const asked = armsIn(args);
  const suites = await discoverSuites();
  if (!parseOptions('compare', args, suites)) {
    console.log(helpText('compare', DOES));
    return 0;
  }
  const options = parseOptions('compare', args, suites) as Options;
  const names = transportNames(suites.filter(({ name }) => name === SUITE));
  const arms = parseArms(asked.base, asked.head, names);
  for (const path of modulesOf([arms.base, arms.head])) await loadTransport(path, names);
  const own = await discoverSuites(modulesOf([arms.base, arms.head]));
  exitOnSignals();
  const run = runOf(options, arms, own);
  return inCheckout({ runId: run.id, wait: options.wait, say: console.error }, () =>
    compareArms(arms, run, options),
  );
});
