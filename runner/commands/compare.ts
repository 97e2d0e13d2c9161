import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineCommand } from '../../results/command-line/command.ts';
import { type FlagValues, oneOf, path, required, text } from '../../results/command-line/flags.ts';
import { IS_PACKAGE } from '../../results/command-line/installation.mjs';
import { UsageError } from '../../results/command-line/user-error.ts';
import {
  COMPARISON_VERSION,
  type Comparison,
  comparisonSchema,
  outcomeOf,
} from '../../results/comparison/comparison.ts';
import { comparisonMarkdown } from '../../results/comparison/comparison-markdown.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { checkWritableFile, writeAtomically } from '../../results/file/write.ts';
import { PLACEMENTS, type SuiteInfo } from '../../results/schema/run.ts';
import { SUITES } from '../../suites/suites.ts';
import { engine, INSTALL_FLAGS, seed, size, wait } from '../bench/flags.ts';
import { selectSizes } from '../bench/selection.ts';
import { exitOnSignals, inCheckout } from '../checkout/checkout.ts';
import { newRunId } from '../checkout/run-id.ts';
import { ARM_FORMS, type Arms, checkTransports, modulesOf, parseArms } from '../compare/arms.ts';
import { openContests } from '../compare/contests.ts';
import { ENGINE_FORM_NOTE } from '../compare/engine-arm.ts';
import { judgeTwice } from '../compare/judge-twice.ts';
import { partInOnePage, partOfLaunches, placedPart } from '../compare/part.ts';
import { STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { describeEngines, setUpEngines } from '../engines/set-up.ts';
import { thisHost } from '../machine/host.ts';
import { warmMemory } from '../machine/new-memory.ts';
import { checkRoom } from '../machine/room.ts';
import { type DiscoveredSuite, discoverSuites } from '../serve/discovery.ts';
import { formatComparison } from '../terminal/comparison-table.ts';

const SUITE_NAMES = SUITES.map(({ name }) => name);
const MOST_BYTES = 1024 ** 2;
const FLAGS = {
  base: required(text({ value: 'ARM', help: `what to compare with: ${ARM_FORMS}` })),
  head: required(text({ value: 'ARM', help: 'what may have changed, in the same form' })),
  engine,
  suite: oneOf({
    value: 'NAME',
    allowed: SUITE_NAMES,
    help: `the suite: ${SUITE_NAMES.join(', ')}`,
    default: 'round-trip',
  }),
  size: { ...size, otherwise: 'up to 1MiB' },
  seed,
  json: path({ value: 'FILE', help: 'also write the comparison to FILE, as JSON' }),
  markdown: path({ value: 'FILE', help: 'also write the comparison to FILE, as Markdown for a comment' }),
  placement: oneOf({
    value: 'NAME',
    allowed: PLACEMENTS,
    help: 'cores for the page and its workers in both arms: together (one core, which scatters least), apart (a core each), free',
    default: 'together',
  }),
  wait,
  ...INSTALL_FLAGS,
};
type Options = FlagValues<typeof FLAGS>;
const EXIT_CODES: Record<Comparison['outcome'], number> = {
  regressed: 1,
  inconclusive: 3,
  unchanged: 0,
  improved: 0,
};

/** @throws {UsageError} if no size is left to compare. */
function partFor(
  { suite: name, size, placement }: Options,
  arms: Arms,
  suites: readonly DiscoveredSuite[],
): SuiteInfo {
  const discovered = suites.find((one) => one.name === name);
  if (!discovered) throw new Error(`no such suite: ${name}`);
  const { measuredBy: _, anySizeUpToBytes: __, ...suite } = discovered;
  const partAt = (sizesBytes: readonly number[]) =>
    arms.kind === 'transports'
      ? partInOnePage({ ...suite, sizesBytes: [...sizesBytes] }, [arms.base.transport, arms.head.transport])
      : partOfLaunches(suite, sizesBytes);
  if (size !== null && !partAt(suite.sizesBytes).sizesBytes.some((sizeBytes) => sizeBytes > 0)) {
    throw new UsageError(`--size cannot be used here: these arms have no sizes in the suite ${name}`);
  }
  const part = partAt(
    selectSizes(size, [discovered]) ?? suite.sizesBytes.filter((sizeBytes) => sizeBytes <= MOST_BYTES),
  );
  if (part.sizesBytes.length === 0) {
    throw new UsageError(
      `the suite ${name} has no size up to 1MiB in which both arms can be measured; see --size`,
    );
  }
  return placedPart(part, placement);
}

/** The engines to look for. An engine with its own path is not looked for. */
function enginesToFind(arms: Arms, { engine }: Options): readonly StartedEngineName[] {
  if (arms.kind !== 'engines') return engine ?? STARTED_ENGINE_NAMES;
  return [arms.base, arms.head].some(({ executable }) => executable === null) ? [arms.engine] : [];
}

interface Comparing {
  readonly id: string;
  readonly arms: Arms;
  readonly suite: SuiteInfo;
}

/** @returns The exit code. */
async function compareArms({ id, arms, suite }: Comparing, options: Options): Promise<number> {
  const startedAt = new Date().toISOString();
  const engines = enginesToFind(arms, options);
  const found = await setUpEngines(engines, options, console.error);
  for (const line of describeEngines(found)) console.error(line);
  const absent = [...found].filter(([, { status }]) => status === 'missing').map(([name]) => name);
  if (absent.length > 0 && (options.engine || absent.length === found.size) && arms.kind !== 'engines') {
    console.error(
      options.engine
        ? `requested but not found: ${absent.join(', ')}`
        : 'no engine was found; see the lines above',
    );
    return 1;
  }

  const folder = await mkdtemp(join(tmpdir(), 'compare-'));
  let opened: Awaited<ReturnType<typeof openContests>> | undefined;
  try {
    opened = await openContests(arms, found, folder);
    await warmMemory(Math.max(...suite.sizesBytes));
    const run = { seed: options.seed, profile: 'quick' } as const;
    const judged = await judgeTwice(opened.contests, { run, suite }, ({ engine, measure }, asked) => {
      const what = asked.regressed ? 'confirmation' : 'pairs';
      const progress = (launches: number, of: number) =>
        console.error(`${engine}, ${what}: ${launches} of ${of} launches`);
      return measure({ ...asked, progress });
    });
    const comparison: Comparison = comparisonSchema.parse({
      comparisonVersion: COMPARISON_VERSION,
      id,
      startedAt,
      endedAt: new Date().toISOString(),
      seed: options.seed,
      ...suiteBuild(),
      ...opened.record,
      suite: { name: suite.name, parameter: suite.parameter },
      host: thisHost(),
      ...outcomeOf(judged),
      ...judged,
    });
    console.log(formatComparison(comparison));
    if (options.json) await writeAtomically(options.json, `${JSON.stringify(comparison)}\n`);
    if (options.markdown) await writeAtomically(options.markdown, comparisonMarkdown(comparison));
    return EXIT_CODES[comparison.outcome];
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
  does: [
    'Compares two transports, two commits, or two builds or settings of an engine in pairs, and reports what regressed.',
    '',
    ...ENGINE_FORM_NOTE,
  ].join('\n'),
  flags: FLAGS,
  async run({ flags }) {
    const arms = parseArms(flags.base, flags.head);
    if (arms.kind === 'engines' && flags.engine) {
      throw new UsageError(`--engine cannot be used here: the arms name their engine, ${arms.engine}`);
    }
    if (arms.kind === 'refs' && IS_PACKAGE) {
      throw new UsageError(
        'ref= compares commits of the suite, in a checkout of it; to compare commits of your project, check each out into a ' +
          'folder (git worktree add FOLDER REF), and compare your module in both: --base module=BASE/FILE --head module=HEAD/FILE',
      );
    }
    const suites = await discoverSuites(modulesOf(arms));
    checkTransports(arms, flags.suite, suites);
    const suite = partFor(flags, arms, suites);
    checkRoom(suite.sizesBytes);
    for (const file of [flags.json, flags.markdown]) if (file) await checkWritableFile(file);
    const id = newRunId(new Date().toISOString());
    exitOnSignals();
    return inCheckout({ runId: id, wait: flags.wait, say: console.error }, () =>
      compareArms({ id, arms, suite }, flags),
    );
  },
});
