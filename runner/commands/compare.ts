import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineCommand } from '../../results/command-line/command.ts';
import { type FlagValues, path, required, text, toggle } from '../../results/command-line/flags.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
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
import { engine, noInstall, seed, size, wait } from '../bench/flags.ts';
import { newRun } from '../bench/run.ts';
import { selectionOf, selectSizes } from '../bench/selection.ts';
import { exitOnSignals, inCheckout } from '../checkout/checkout.ts';
import { ARM_FORMS, checkTransports, modulesOf, parseArms } from '../compare/arms.ts';
import { type Arms, type Contest, openContests } from '../compare/contests.ts';
import { judgeTwice } from '../compare/judge-twice.ts';
import { pairsInOnePage, pairsOfLaunches } from '../compare/pairs.ts';
import { engineRecord } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { describeEngines, setUpEngines } from '../engines/set-up.ts';
import { thisHost } from '../measure/host.ts';
import { discoverSuites, transportNames } from '../serve/discovery.ts';
import { formatComparison } from '../terminal/comparison-table.ts';

const SUITE = 'round-trip';
const MOST_BYTES = 1024 ** 2;
const FLAGS = {
  base: required(text({ value: 'ARM', help: `what to compare with: ${ARM_FORMS}` })),
  head: required(text({ value: 'ARM', help: 'what may have changed, in the same form' })),
  engine,
  size: { ...size, otherwise: 'up to 1MiB' },
  seed,
  json: path({ value: 'FILE', help: 'also write the comparison to FILE, as JSON' }),
  markdown: path({ value: 'FILE', help: 'also write the comparison to FILE, as Markdown for a comment' }),
  allowInconclusive: toggle({ help: 'exit with 0 instead of 3 if the comparison is inconclusive' }),
  wait,
  noInstall,
};
type Options = FlagValues<typeof FLAGS>;
const EXIT_CODES: Record<Comparison['outcome'], number> = {
  regressed: 1,
  inconclusive: 3,
  unchanged: 0,
  improved: 0,
};

/** Measures the cells of a suite in the design that the arms need. */
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

/** The part of the suites that the arms need: `round-trip`, and for arms in one page only their two transports. */
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

/** The suite without the controls that no transport names. */
function withOwnControls({ transports }: SuiteInfo): SuiteInfo['transports'] {
  const named = transports.flatMap(({ controls }) => controls);
  return transports.filter(({ name, role }) => role !== 'control' || named.includes(name));
}

function runOf(options: Options, arms: Arms, suites: readonly SuiteInfo[]): Run {
  const asked = selectSizes(options.size, suites);
  const own = suitesFor(arms, suites).map((suite) => ({
    ...suite,
    sizesBytes: suite.sizesBytes.filter((sizeBytes) => asked?.includes(sizeBytes) ?? sizeBytes <= MOST_BYTES),
  }));
  return { ...newRun(selectionOf('quick', options.seed), []), suites: own, claims: false };
}

/** The engines to look for. An engine with its own path is not looked for. */
function enginesToFind({ base, head }: Arms, { engine }: Options): readonly StartedEngineName[] {
  if (base.kind !== 'engine' || head.kind !== 'engine') return engine ?? STARTED_ENGINE_NAMES;
  return [base, head].some(({ executable }) => executable === null) ? [base.engine] : [];
}

/** @returns The exit code. */
async function compareArms(arms: Arms, run: Run, options: Options): Promise<number> {
  const startedAt = new Date().toISOString();
  const engines = enginesToFind(arms, options);
  const found = await setUpEngines(engines, { install: !options.noInstall, say: console.error });
  for (const line of describeEngines(found)) console.error(line);
  const absent = [...found].filter(([, { status }]) => status === 'missing').map(([name]) => name);
  if (absent.length > 0 && (options.engine || absent.length === found.size) && arms.base.kind !== 'engine') {
    console.error(`requested but not found: ${absent.join(', ')}`);
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
    if (options.json) await writeAtomically(options.json, `${JSON.stringify(comparison)}\n`);
    if (options.markdown) await writeAtomically(options.markdown, comparisonMarkdown(comparison));
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

export const command = defineCommand({
  name: 'compare',
  does: 'Compares two transports, two commits or two builds of an engine in pairs, and reports what regressed.',
  flags: FLAGS,
  async run({ flags }) {
    const arms = parseArms(flags.base, flags.head);
    if (arms.base.kind === 'engine' && flags.engine) {
      throw new UsageError(`--engine cannot be used here: the arms name their engine, ${arms.base.engine}`);
    }
    const suites = await discoverSuites(modulesOf([arms.base, arms.head]));
    checkTransports(arms, transportNames(suites.filter(({ name }) => name === SUITE)));
    const run = runOf(flags, arms, suites);
    exitOnSignals();
    return inCheckout({ runId: run.id, wait: flags.wait, say: console.error }, () =>
      compareArms(arms, run, flags),
    );
  },
});
