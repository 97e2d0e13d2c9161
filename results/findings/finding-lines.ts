import type { EngineName } from '../schema/keys.ts';
import type { Run, SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { type Flags, flagsOf } from '../summary/flags.ts';
import { levelsOf } from '../summary/levels.ts';
import { isPrecise, keyRatios, WIDER_FROM } from '../summary/precision.ts';
import { formatParameter } from '../summary/rows.ts';
import type { CellSummary, MeasuredSummary, Summary } from '../summary/summary.ts';
import { TWIN_CHANCE, twinRatios } from '../summary/twins.ts';
import { breakEvens } from './break-even.ts';
import { type Axis, crossover } from './crossover.ts';
import {
  formatBreakEven,
  formatCellName,
  formatCollections,
  formatCrossover,
  formatDuration,
  formatDurationDifference,
  formatMovement,
  formatRatioEstimate,
  formatTransport,
  numbersOf,
} from './format.ts';
import { amplificationOf, collectionsOf, collectionsSize, pauseMsPerGiB } from './gc-and-memory.ts';
import {
  ANATOMY,
  ANATOMY_METHODS,
  anatomyInWords,
  anatomyShares,
  formatShare,
  READ_BEFORE_EVENT,
} from './messages/anatomy.ts';
import { messageCosts } from './messages/message-cost.ts';
import { movementOf } from './movement.ts';
import { formatDeviations, limitOf } from './noise-words.ts';

/** The findings from the cells of one engine and suite, one line each, for the terminal and the report. */
export function findingsOf(
  summary: Pick<Summary, 'run' | 'cells' | 'carryOvers' | 'noise'>,
  suite: SuiteInfo,
  engine: EngineName,
): string[] {
  const { run } = summary;
  const all = summary.cells.filter((cell) => cell.engine === engine);
  const cells = all.filter((cell) => cell.suite === suite.name);
  const flags = flagsOf(summary);
  return [
    ...crossoverLines(suite, cells),
    ...movementLine(suite, cells),
    ...movedLines(suite, cells),
    ...messageLines(suite, cells),
    ...anatomyLines(suite, cells),
    ...breakEvenLine(suite, all),
    ...cpuLine(suite, cells),
    ...lateLine(suite, cells),
    ...gcLine(suite, cells),
    ...memoryLine(suite, cells),
    ...twinLine(summary, suite, engine),
    ...driftLine(suite, engine, flags),
    ...levelsLine(suite, cells),
    ...carryOverLine(suite, engine, flags),
    ...precisionLine(run, suite, cells),
    ...noiseLine(suite, engine, summary.noise),
  ];
}

/** By size: what one more message costs, and what the two wake-ups do. */
function messageLines(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const costs = messageCosts(suite, cells);
  const sizes = [...new Set(costs.map(({ sizeBytes }) => sizeBytes))];
  const text = (one: Estimate) => formatDurationDifference(one);
  return sizes.map((sizeBytes) => {
    const own = costs
      .filter((cost) => cost.sizeBytes === sizeBytes)
      .map(
        ({ transport, messageMs, wakeUpMs }) =>
          `${transport} ${text(messageMs)}, and ${text(wakeUpMs)} for both wake-ups`,
      );
    return `one more working set of ${formatSize(sizeBytes)} in a burst, there and back: ${own.join('; ')}`;
  });
}

/** By method and size: what a round trip consists of. */
function anatomyLines({ name, sizesBytes }: SuiteInfo, cells: readonly CellSummary[]): string[] {
  if (name !== ANATOMY) return [];
  const lines = ANATOMY_METHODS.flatMap((method) =>
    sizesBytes.flatMap((sizeBytes) => {
      const shares = anatomyShares(cells, method, sizeBytes);
      const inWords = anatomyInWords(method, sizeBytes, (kind) => {
        const share = shares[kind];
        return share && formatShare(share.value);
      });
      return inWords ?? [];
    }),
  );
  return lines.length === 0 ? [] : [...lines, READ_BEFORE_EVENT];
}

/** A suite with a parameter can have too many figures to read in lines; the report's tables have them. */
const MOST_CROSSOVERS = 8;
const MOST_IN_A_LINE = 8;

/** By size, for each value of the suite's parameter; by the parameter if the size is always the same. */
function crossoverLines(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const { baseline, parameter, transports } = suite;
  if (baseline === null) return [];
  const rivals = transports.filter(({ role, name }) => role === 'transport' && name !== baseline);
  const lines = seriesOf(suite, cells).flatMap(({ where, cells: own, axis, words }) => {
    const measured = (name: string) =>
      own.some(({ transport, status }) => transport === name && status === 'measured');
    if (!measured(baseline)) return [];
    return rivals
      .filter(({ name }) => measured(name))
      .map(({ name }) => {
        const found = crossover(own, name, baseline, axis);
        return `${where}${name} beats ${baseline}: ${formatCrossover(found, words)}`;
      });
  });
  return parameter !== null && lines.length > MOST_CROSSOVERS ? [] : lines;
}

/** Cells that differ by transport and along one axis only. */
interface Series {
  readonly where: string;
  readonly cells: readonly CellSummary[];
  readonly axis: Axis;
  readonly words?: ReturnType<typeof numbersOf>;
}

function seriesOf({ parameter, sizesBytes }: SuiteInfo, cells: readonly CellSummary[]): Series[] {
  const haveSizes = sizesBytes.length > 1;
  if (parameter === null) return haveSizes ? [{ where: '', cells, axis: 'sizeBytes' }] : [];
  if (parameter.kind === 'rate') return [];
  if (!haveSizes) return [{ where: '', cells, axis: 'parameter', words: numbersOf(parameter) }];
  return parameter.values.flatMap((value) =>
    value === null
      ? []
      : {
          where: `at ${formatParameter(parameter, value)}, `,
          cells: cells.filter((cell) => cell.parameter === value),
          axis: 'sizeBytes',
        },
  );
}

/** Large enough for the work to be visible next to the messages. */
const MOVEMENT_SIZE_BYTES = 16 * 1024 ** 2;

function movementLine(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const sizeBytes = suite.sizesBytes.findLast((size) => size <= MOVEMENT_SIZE_BYTES) ?? 0;
  const texts = measuredAt(suite, cells, sizeBytes).flatMap((cell) => {
    const movement = movementOf(cell, suite, cells);
    return movement ? [`${cell.transport} ${formatMovement(movement)}`] : [];
  });
  return texts.length === 0
    ? []
    : [`movement, as a share of a ${suite.figure.one} of ${formatSize(sizeBytes)}: ${texts.join('; ')}`];
}

/** By size: the transports for which more or fewer bytes arrive than the working set has. */
function movedLines(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  return suite.sizesBytes.flatMap((sizeBytes) => {
    const texts = measuredAt(suite, cells, sizeBytes).flatMap((cell) => {
      const { movedBytes } = cell;
      if (movedBytes === null || movedBytes === suite.crossings * sizeBytes) return [];
      return [`${formatTransport(suite, cell)} ${formatSize(movedBytes)}`];
    });
    return texts.length === 0
      ? []
      : [
          `bytes that arrive in a ${suite.figure.one} of ${formatSize(suite.crossings * sizeBytes)}: ${texts.join('; ')}`,
        ];
  });
}

/** Only for suites that measure a set-up: computed from its cost and the time of each hand-off. */
function breakEvenLine(suite: SuiteInfo, all: readonly CellSummary[]): string[] {
  const texts = breakEvens(suite, all).map(formatBreakEven);
  return texts.length === 0 ? [] : [`${suite.breakEven?.use} has paid off its set-up: ${texts.join('; ')}`];
}

/** Only for suites without sizes, such as those of signals: they also cost processor time. */
function cpuLine(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  if (suite.sizesBytes.some((sizeBytes) => sizeBytes > 0)) return [];
  const texts = measuredAt(suite, cells, 0).flatMap((cell) => {
    const { cpu } = cell;
    return cpu.status === 'measured'
      ? [`${formatTransport(suite, cell)} ${formatDuration(cpu.cpuMs / cpu.roundTrips)}`]
      : [];
  });
  return texts.length === 0 || texts.length > MOST_IN_A_LINE
    ? []
    : [`processor time per ${suite.figure.one}, all threads: ${texts.join('; ')}`];
}

/** Only for suites whose parameter is a frame rate. */
function lateLine(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  if (suite.parameter?.kind !== 'rate') return [];
  const due = cells.flatMap((cell) =>
    cell.status === 'measured' && cell.lateFrames ? [{ cell, ...cell.lateFrames }] : [],
  );
  if (due.length === 0) return [];
  const texts = due.flatMap(({ cell, late, frames }) =>
    late === 0 ? [] : [`${formatCellName(suite, cell)}: ${late} of ${frames}`],
  );
  return [
    `${suite.figure.many} read after the next was due: ${texts.length === 0 ? 'none' : texts.join('; ')}`,
  ];
}

function gcLine(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const sizeBytes = collectionsSize(cells);
  if (sizeBytes === undefined) return [];
  const texts = measuredAt(suite, cells, sizeBytes).flatMap((cell) => {
    const found = collectionsOf([cell]);
    const pauses = pauseMsPerGiB(cell, suite);
    if (!found) return [];
    return `${formatTransport(suite, cell)} ${formatCollections(found)}${
      pauses === undefined ? '' : `, ${formatDuration(pauses)} of pauses per GiB moved`
    }`;
  });
  return texts.length === 0 || texts.length > MOST_IN_A_LINE
    ? []
    : [
        `collections in ${suite.figure.many}${sizeBytes > 0 ? ` of ${formatSize(sizeBytes)}` : ''}: ${texts.join('; ')}`,
      ];
}

function memoryLine(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const sizeBytes = suite.sizesBytes.at(-1) ?? 0;
  const texts = measuredAt(suite, cells, sizeBytes).flatMap((cell) => {
    const amplification = amplificationOf(cell, suite, cells);
    return amplification === undefined ? [] : [`${formatTransport(suite, cell)} ${amplification.toFixed(1)}`];
  });
  return texts.length === 0 || texts.length > MOST_IN_A_LINE
    ? []
    : [`peak memory at ${formatSize(sizeBytes)}, in working sets: ${texts.join(', ')}`];
}

/** The transports' cells, without controls and twins. */
function measuredAt(
  { transports }: SuiteInfo,
  cells: readonly CellSummary[],
  sizeBytes: number,
): MeasuredSummary[] {
  const names = transports.filter(({ role }) => role === 'transport').map(({ name }) => name);
  return cells
    .filter((cell) => cell.status === 'measured')
    .filter((cell) => cell.sizeBytes === sizeBytes && names.includes(cell.transport));
}

function driftLine(suite: SuiteInfo, engine: EngineName, { drifts }: Flags): string[] {
  const texts = drifts
    .filter(({ cell }) => cell.engine === engine && cell.suite === suite.name)
    .map(({ cell, test }) => `${formatCellName(suite, cell)} ${formatRatioEstimate(test.estimate)}`);
  return texts.length === 0 ? [] : [`drift (last round of a worker ÷ first): ${texts.join('; ')}`];
}

function levelsLine(suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const texts = cells.flatMap((cell) => {
    const levels = cell.status === 'measured' ? levelsOf(cell) : undefined;
    return levels
      ? [
          `${formatCellName(suite, cell)} ${formatDuration(levels.lowMs)} and ${formatDuration(levels.highMs)}`,
        ]
      : [];
  });
  return texts.length === 0 ? [] : [`launches at two levels: ${texts.join('; ')}`];
}

function carryOverLine({ name }: SuiteInfo, engine: EngineName, { carryOvers }: Flags): string[] {
  const texts = carryOvers
    .filter((one) => one.engine === engine && one.suite === name)
    .map(({ after, test }) => `after ${after} ${formatRatioEstimate(test.estimate)}`);
  return texts.length === 0 ? [] : [`carry-over to latency-bound cells: ${texts.join('; ')}`];
}

function twinLine(summary: Pick<Summary, 'run' | 'cells'>, suite: SuiteInfo, engine: EngineName): string[] {
  const twins = twinRatios(summary).filter((twin) => twin.engine === engine && twin.suite === suite.name);
  if (twins.length === 0) return [];
  const texts = twins.map(
    ({ sizeBytes, estimate, isDistinguishable }) =>
      `${formatSize(sizeBytes)} ${formatRatioEstimate(estimate)}${isDistinguishable ? ', distinguishable' : ''}`,
  );
  return [`A/A, ${suite.baseline} compared with itself (${TWIN_CHANCE}): ${texts.join('; ')}`];
}

/** Where the scatter comes from, and what would narrow the intervals. */
function noiseLine({ name }: SuiteInfo, engine: EngineName, noise: Summary['noise']): string[] {
  return noise
    .filter((one) => one.engine === engine && one.suite === name)
    .map((one) => {
      const sizes = one.deviations.round === null ? '' : ', of sizes with several rounds';
      return `noise of a ratio${sizes}: ${formatDeviations(one)}; ${limitOf(one)}`;
    });
}

/** How many key ratios are wider than the run's target. */
function precisionLine({ sampling }: Run, suite: SuiteInfo, cells: readonly CellSummary[]): string[] {
  const ratios = keyRatios(suite, cells);
  const wide = ratios.filter(({ estimate }) => !isPrecise(estimate, sampling.targetMargin));
  if (wide.length === 0) return [];
  const target = `±${100 * sampling.targetMargin}%`;
  return [
    `${wide.length} of ${ratios.length} key ratios are wider than their target (${target}; more from ×${WIDER_FROM} on)`,
  ];
}
