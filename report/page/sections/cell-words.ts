import {
  formatCollections,
  formatDuration,
  formatDurationEstimate,
  formatMovement,
  formatRate,
  formatRatioEstimate,
} from '../../../results/findings/format.ts';
import {
  amplificationOf,
  collectionsOf,
  collectionsOn,
  pauseMsPerGiB,
} from '../../../results/findings/gc-and-memory.ts';
import { movementOf } from '../../../results/findings/movement.ts';
import type { ThreadGc } from '../../../results/schema/cell.ts';
import { isPaced } from '../../../results/schema/ids.ts';
import type { Run, SuiteInfo, TransportInfo } from '../../../results/schema/run.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { decisionBeyondDoubt } from '../../../results/statistics/estimate.ts';
import {
  bandwidthBytesPerSecond,
  cellEstimateMs,
  doesMoreThanMessages,
  mainThreadEstimateMs,
  NO_MAIN_THREAD_TIME,
} from '../../../results/summary/cell-figures.ts';
import { type ComparedRatio, isPrecise } from '../../../results/summary/precision.ts';
import type { CellSummary, MeasuredSummary } from '../../../results/summary/summary.ts';

/** What a table says of a cell: its figure, or why it has none. */
export type Words = (
  cell: MeasuredSummary,
  transport: TransportInfo,
  all: {
    readonly cells: readonly CellSummary[];
    /** The ratios of the cells to the baseline and to controls. */
    readonly ratios: readonly ComparedRatio[];
    readonly run: Run;
    readonly suite: SuiteInfo;
  },
) => string | { readonly none: string };

const DECISION_WORDS = {
  above: [],
  below: [],
  'the same': ['the same'],
  undecided: ['undecided'],
} as const;

/** The deciding ratio of a cell to the baseline or to its control; “undecided” and “wide” where they apply. */
const ratioWords =
  (toBaseline: boolean): Words =>
  (cell, { name, role }, { ratios, run, suite }) => {
    if (role === 'control') return { none: 'control' };
    if (toBaseline && name === suite.baseline) return { none: 'baseline' };
    const found = ratios.find((ratio) => ratio.cell === cell && (ratio.to === suite.baseline) === toBaseline);
    if (!found) return { none: 'not measured in the same launch' };
    const { to, estimate } = found;
    return [
      `${formatRatioEstimate(estimate)}${toBaseline ? '' : ` ${to}`}`,
      ...DECISION_WORDS[decisionBeyondDoubt(estimate)],
      ...(isPrecise(estimate, run.sampling.targetMargin) ? [] : ['wide']),
    ].join(', ');
  };

/** In suites that move no bytes, what they cost is the processor time: spinning takes it, waiting does not. */
export const showsProcessorTime = ({ sizesBytes }: SuiteInfo): boolean => sizesBytes.includes(0);

/** The figures of a cell, one table each. */
export const CELL_WORDS: readonly {
  caption: (suite: SuiteInfo) => string;
  words: Words;
  applies?: (suite: SuiteInfo) => boolean;
}[] = [
  {
    caption: ({ figure }) => figure.title,
    words: (cell) => formatDurationEstimate(cellEstimateMs(cell)),
  },
  {
    caption: () => 'ratio to the baseline; “wide” if its interval is wider than the run’s target',
    words: ratioWords(true),
  },
  {
    caption: () => 'ratio to the control of its regime (named)',
    words: ratioWords(false),
  },
  {
    caption: ({ figure }) =>
      `movement: the ${figure.one} minus the same work done in place, as a share and as a time`,
    words: (cell, { role }, { cells, suite }) => {
      if (role === 'control') return { none: 'control' };
      const movement = movementOf(cell, suite, cells);
      return movement ? formatMovement(movement) : { none: 'not measured in the same launch' };
    },
  },
  {
    caption: ({ figure }) =>
      `slow samples (a sample is the mean of a turn’s ${figure.many}): the 95th percentile, the 99th (from 1,000 samples), and outliers`,
    words: (cell) => {
      const { p95Ms, p99Ms, outliers } = cell;
      return [formatDuration(p95Ms), p99Ms === null ? [] : formatDuration(p99Ms), `${outliers} outliers`]
        .flat()
        .join(', ');
    },
  },
  {
    caption: (suite) =>
      `main-thread time per ${suite.figure.one}, in postMessage and in reading the answer${
        doesMoreThanMessages(suite) ? ' alone: what the page encodes, decodes or copies is not included' : ''
      }`,
    words: (cell) => {
      const estimate = mainThreadEstimateMs(cell);
      return estimate ? formatDurationEstimate(estimate) : { none: NO_MAIN_THREAD_TIME };
    },
  },
  {
    caption: ({ figure }) =>
      `bytes of the buffers that arrive per ${figure.one}, there and back, and in working sets`,
    words: ({ movedBytes, sizeBytes }) =>
      movedBytes === null
        ? { none: 'not counted' }
        : `${formatSize(movedBytes, ' ', 3)}, ×${(movedBytes / sizeBytes).toFixed(0)}`,
  },
  {
    caption: () => 'effective bandwidth of transports that copy',
    applies: ({ crossings }) => crossings > 0,
    words(cell, { copies, role }, { suite }) {
      if (role === 'control') return { none: 'control' };
      if (!copies) return { none: 'not copied' };
      if (isPaced(suite, cell)) return { none: 'paced' };
      return formatRate(bandwidthBytesPerSecond(cell, cellEstimateMs(cell).value, suite));
    },
  },
  {
    caption: ({ figure }) =>
      `collections in ${figure.many}, both threads, with the 95% interval of their rate`,
    words: (cell) => {
      const found = collectionsOf([cell]);
      return found ? formatCollections(found) : { none: cell.gc.status };
    },
  },
  {
    caption: () => 'minor + major collections: main thread, worker',
    words: (cell) => {
      const events = (thread: 'main' | 'worker', kind: keyof ThreadGc) =>
        collectionsOn(cell, thread, kind)?.events;
      return cell.gc.status === 'measured'
        ? `${events('main', 'minor')} + ${events('main', 'major')}, ${events('worker', 'minor')} + ${events('worker', 'major')}`
        : { none: cell.gc.status };
    },
  },
  {
    caption: () => 'pauses for collections, both threads, per GiB moved; with ten or more collections',
    applies: ({ crossings }) => crossings > 0,
    words: (cell, _, { suite }) => {
      const pauses = pauseMsPerGiB(cell, suite);
      return pauses === undefined ? { none: '–' } : `${formatDuration(pauses)}/GiB`;
    },
  },
  {
    caption: ({ figure }) =>
      `processor time per ${figure.one}, all threads, and how many processors that kept busy`,
    applies: showsProcessorTime,
    words: ({ cpu }) => {
      if (cpu.status !== 'measured') return { none: cpu.status };
      const { cpuMs, wallMs, roundTrips } = cpu;
      return `${formatDuration(cpuMs / roundTrips)}, ${(cpuMs / wallMs).toFixed(2)}`;
    },
  },
  {
    caption: () =>
      'peak memory above what the engine held before, and in working sets (if it is more than a ping’s)',
    words: (cell, _, { cells, suite }) => {
      if (cell.memory.status !== 'measured') return { none: cell.memory.status };
      const amplification = amplificationOf(cell, suite, cells);
      const peak = formatSize(cell.memory.peakBytes, ' ', 3);
      return amplification === undefined ? peak : `${peak}, ×${amplification.toFixed(1)}`;
    },
  },
];
