import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { defineCommand } from '../../results/command-line/command.ts';
import { type FlagValues, integer, oneOf, path, toggle } from '../../results/command-line/flags.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import {
  type Calibration,
  type CalibrationLine,
  calibrationOf,
  calibrationsSchema,
  differences,
  type Subject,
  type Trial,
  withCalibration,
} from '../../results/comparison/calibration.ts';
import { parseCalibrationLog } from '../../results/comparison/calibration-log.ts';
import { calibrationTable } from '../../results/comparison/calibration-table.ts';
import type { Design } from '../../results/comparison/comparison.ts';
import { appendLog } from '../../results/file/log.ts';
import { readJson } from '../../results/file/read-json.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { checkWritableFile, writeAtomically } from '../../results/file/write.ts';
import { INSTALL_FLAGS, seed, wait } from '../bench/flags.ts';
import { exitOnSignals, inCheckout } from '../checkout/checkout.ts';
import { RESULTS_DIR, shownPath } from '../checkout/paths.ts';
import { EFFORTS } from '../compare/pairs.ts';
import { TRIAL_SIZES_BYTES, TURNS, tryOnce } from '../compare/trials.ts';
import { STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { setUpEngines } from '../engines/set-up.ts';
import { thisHost } from '../machine/host.ts';
import { warmMemory } from '../machine/new-memory.ts';

const DESIGN_NAMES = {
  'paired-launches': 'paired launches',
  'one-page': 'one page',
} as const satisfies Record<string, Design>;
const RUNS = join(RESULTS_DIR, 'runs');
const CALIBRATIONS = join(RESULTS_DIR, 'calibration.json');
const COMPARISONS = 30;
const FLAGS = {
  engine: oneOf({
    value: 'NAME',
    allowed: STARTED_ENGINE_NAMES,
    help: `the engine: ${STARTED_ENGINE_NAMES.join(', ')}`,
    default: 'chromium',
  }),
  design: oneOf({
    value: 'NAME',
    allowed: Object.keys(DESIGN_NAMES) as (keyof typeof DESIGN_NAMES)[],
    help: 'paired-launches, as two commits or builds are compared; or one-page, as two transports are',
    default: 'paired-launches',
  }),
  comparisons: integer({
    value: 'N',
    least: 1,
    most: 1_000,
    help: 'how many comparisons to make now, each of which is judged as measured and with each slowdown',
    default: COMPARISONS,
  }),
  resume: toggle({ help: 'add to the last calibration of this engine and design' }),
  seed,
  json: path({
    value: 'FILE',
    help: 'the file of calibrations, in which the entry of this engine and design is replaced',
    default: CALIBRATIONS,
    otherwise: shownPath(CALIBRATIONS),
  }),
  wait,
  ...INSTALL_FLAGS,
};
type Options = FlagValues<typeof FLAGS>;

/** The log of one calibration: a line is appended after each comparison, so that an interruption loses no other. */
class CalibrationLog {
  readonly file: string;
  readonly lines: CalibrationLine[];

  constructor(file: string, lines: CalibrationLine[]) {
    this.file = file;
    this.lines = lines;
  }

  append(...lines: readonly CalibrationLine[]): void {
    appendLog(this.file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    this.lines.push(...lines);
  }

  get comparisons(): number {
    return this.lines.filter((line) => line.kind === 'trial' && line.planted === null).length;
  }
}

/** Opens a new log, or with `--resume` the last one. @throws {UsageError} if there is none, or it is of something else. */
async function openLog({ engine, design, resume }: Options, subject: Subject, startedAt: string) {
  const prefix = `calibration-${engine}-${design}-`;
  if (!resume) {
    return new CalibrationLog(
      join(RUNS, `${prefix}${startedAt.slice(0, 19).replaceAll(':', '')}Z.jsonl`),
      [],
    );
  }
  const names = existsSync(RUNS) ? await readdir(RUNS) : [];
  const last = names
    .filter((name) => name.startsWith(prefix))
    .sort()
    .at(-1);
  if (last === undefined) {
    throw new UsageError(
      `--resume: there is no calibration of ${engine}, ${DESIGN_NAMES[design]}, in ${shownPath(RUNS)}`,
    );
  }
  const file = join(RUNS, last);
  const lines = parseCalibrationLog(await readFile(file, 'utf8'), shownPath(file));
  const [first] = lines.filter((line) => line.kind === 'slice');
  const differing = first ? differences(first.subject, subject) : [];
  if (differing.length > 0) {
    throw new UsageError(
      `--resume: ${shownPath(file)} was measured with another ${differing.join(', ')}; leave out --resume to start a new calibration`,
    );
  }
  return new CalibrationLog(file, lines);
}

async function calibrationsIn(file: string): Promise<readonly Calibration[]> {
  if (!existsSync(file)) return [];
  return (await readJson(calibrationsSchema, file, 'a file of calibrations')).calibrations;
}

async function writeCalibration(log: CalibrationLog, file: string): Promise<void> {
  const calibration = calibrationOf(log.lines);
  if (!calibration) return;
  const all = withCalibration(await calibrationsIn(file), calibration);
  await writeAtomically(file, `${JSON.stringify(calibrationsSchema.parse(all), null, 2)}\n`);
}

function asTable(log: CalibrationLog): string {
  const calibration = calibrationOf(log.lines);
  if (!calibration) return 'no comparison was made';
  const { caption, head, rows } = calibrationTable(calibration);
  const table = new Table({ head, style: { head: [], border: [], compact: true }, wordWrap: true });
  table.push(...rows);
  return `${caption}\n${table.toString()}`;
}

function trialWords({ planted, outcome, durationMs }: Trial): string {
  return planted === null
    ? `unchanged code: ${outcome}, in ${(durationMs / 1000).toFixed(0)} s`
    : `${planted.transport} ×${planted.factor}: ${outcome}`;
}

/** @returns The exit code. */
async function calibrate(options: Options): Promise<number> {
  const { engine, comparisons, json } = options;
  const design = DESIGN_NAMES[options.design];
  const turns = TURNS[design];
  const engines = await setUpEngines([engine], options, console.error);
  const found = engines.get(engine);
  if (found?.status !== 'found') {
    console.error(`${engine}: ${found?.reason ?? 'not found'}`);
    return 1;
  }
  const { suiteVersion, commit, noCommit } = suiteBuild();
  const startedAt = new Date().toISOString();
  const subject: Subject = {
    engine,
    engineVersion: found.record.version,
    design,
    pairs: EFFORTS[design].pairs,
    suiteVersion,
    host: thisHost(),
  };
  await checkWritableFile(json);
  const log = await openLog(options, subject, startedAt);
  // A calibration that is interrupted with fewer comparisons does not replace the known one.
  const known = (await calibrationsIn(json)).find((one) => one.engine === engine && one.design === design);
  const knownComparisons = known?.rates.find(({ planted }) => planted === null)?.comparisons ?? 0;
  let failed = 0;
  await warmMemory(Math.max(...TRIAL_SIZES_BYTES));
  log.append({ kind: 'slice', startedAt, commit, noCommit, subject: { ...subject, host: thisHost() } });
  for (let done = 0; done < comparisons; done++) {
    const at = log.comparisons;
    const regimes = turns[at % turns.length] ?? [];
    const folder = await mkdtemp(join(tmpdir(), 'trial-'));
    // Steps of two, as a confirmation uses its comparison's seed plus one.
    const run = { profile: 'quick', seed: (options.seed + 2 * at) % 2 ** 32 } as const;
    const trials = await tryOnce(design, regimes, { engine, found, run, folder });
    await rm(folder, { recursive: true });
    log.append(...trials);
    if (trials.every(({ cells }) => cells.length === 0)) failed++;
    if (done + 1 === comparisons || log.comparisons >= knownComparisons) await writeCalibration(log, json);
    console.error(`${done + 1} of ${comparisons} comparisons; ${trials.map(trialWords).join('; ')}`);
  }
  console.log(asTable(log));
  console.log(`log: ${shownPath(log.file)}; calibration: ${shownPath(json)}`);
  if (failed > 0) console.error(`${failed} of ${comparisons} comparisons failed`);
  return failed === 0 ? 0 : 1;
}

export const command = defineCommand({
  name: 'calibrate',
  does: 'Compares unchanged code with itself many times, as measured and with one cell slowed down, to measure how often a verdict is right.',
  flags: FLAGS,
  async run({ flags }) {
    exitOnSignals();
    return inCheckout({ wait: flags.wait, say: console.error }, () => calibrate(flags));
  },
});
