import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, UsageError } from '../../results/command-line/command.ts';
import {
  COMPARISON_VERSION,
  type Comparison,
  comparisonSchema,
  type Measured,
  outcomeOf,
} from '../../results/comparison/comparison.ts';
import { comparisonMarkdown } from '../../results/comparison/comparison-markdown.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { writeAtomically } from '../../results/file/write.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { armsIn, type Options, optionsOrHelp } from '../bench/options.ts';
import { newRun } from '../bench/run.ts';
import { exitOnSignals, inCheckout } from '../checkout/checkout.ts';
import { modulesOf, parseArms } from '../compare/arms.ts';
import { type Arms, type Contest, openContests } from '../compare/contests.ts';
import { judgeTwice } from '../compare/judge-twice.ts';
import { pairsInOnePage, pairsOfLaunches } from '../compare/pairs.ts';
import { engineRecord } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { describeEngines, setUpEngines } from '../engines/set-up.ts';
import { thisHost } from '../measure/host.ts';
import { discoverSuites, transportNames } from '../serve/discovery.ts';
import { loadTransport } from '../serve/user-transports.ts';
import { formatComparison } from '../terminal/comparison-table.ts';

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

/** What has a path of its own need not be found. */
function enginesToFind({ base, head }: Arms, { engines }: Options): readonly StartedEngineName[] {
  if (base.kind !== 'engine' || head.kind !== 'engine') return engines ?? STARTED_ENGINE_NAMES;
  return [base, head].some(({ executable }) => executable === null) ? [base.engine] : [];
}

/** @returns The exit code. */
async function compareArms(arms: Arms, run: Run, options: Options): Promise<number> {
  const startedAt = new Date().toISOString();
  const engines = enginesToFind(arms, options);
  const found = await setUpEngines(engines, { install: options.install, say: console.error });
  for (const line of describeEngines(found)) console.error(line);
  const absent = [...found].filter(([, { status }]) => status === 'missing').map(([name]) => name);
  if (absent.length > 0 && (options.engines || absent.length === found.size) && arms.base.kind !== 'engine') {
    console.error(`asked for, and not found: ${absent.join(', ')}`);
    return 1;
  }

  const folder = await mkdtemp(join(tmpdir(), 'compare-'));
  let opened: Awaited<ReturnType<typeof openContests>> | undefined;
  try {
    opened = await openContests(arms, found, folder);
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
  const options = optionsOrHelp('compare', DOES, args, suites);
  if (!options) return 0;
  const names = transportNames(suites.filter(({ name }) => name === SUITE));
  const arms = parseArms(asked.base, asked.head, names);
  for (const path of modulesOf([arms.base, arms.head])) await loadTransport(path, names);
  if (arms.base.kind === 'engine' && options.engines) {
    throw new UsageError(`--engine: the arms name theirs, ${arms.base.engine}`);
  }
  const own = await discoverSuites(modulesOf([arms.base, arms.head]));
  exitOnSignals();
  const run = runOf(options, arms, own);
  return inCheckout({ runId: run.id, wait: options.wait, say: console.error }, () =>
    compareArms(arms, run, options),
  );
});
