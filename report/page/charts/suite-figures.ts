import { movementOf } from '../../../results/findings/movement.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { exactSize, formatSize } from '../../../results/schema/sizes.ts';
import { SAME_WITHIN } from '../../../results/statistics/estimate.ts';
import { mainThreadEstimateMs, NO_MAIN_THREAD_TIME } from '../../../results/summary/cell-figures.ts';
import { UNITS } from '../parts/units.ts';
import { anatomyFigures } from './anatomy-figures.ts';
import type { Figure } from './figure.ts';
import {
  breakEvenSeries,
  byParameterAt,
  bySize,
  bySizeAt,
  categories,
  collectionsIn1000,
  figure,
  once,
  peakOf,
  SIZE,
  throughputOf,
  toBaseline,
  whole,
  withoutControls,
} from './figure-parts.ts';
import { plainFigures } from './plain-figures.ts';

/** The figures of each suite, in the order of the page. */
const FIGURES_OF = {
  'round-trip': (suite: SuiteInfo) => [
    figure(
      'round-trips',
      suite,
      {
        title: 'Round trips by size',
        see: 'Where a line is flat, the hand-off costs the same at any size. A clone copies the bytes, so its line rises with the size. Grey lines are controls: an empty message, and a copy of the same bytes.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [whole],
    ),
    figure(
      'ratio-to-clone',
      suite,
      {
        title: 'Time compared with a clone',
        see: `How many times faster than cloning; the table has the time divided by that of a clone. A grey point is undecided: its 95% interval includes ×1 and extends beyond ×${SAME_WITHIN} on either side, or there is one launch.`,
        unit: UNITS.speed,
        scale: 'logarithmic',
        x: SIZE,
      },
      { ...bySize, includes: (cell) => bySize.includes(cell) && cell.transport !== suite.baseline },
      [toBaseline],
    ),
    figure(
      'main-thread',
      suite,
      {
        title: 'Main-thread time',
        see: 'The time per round trip inside postMessage and in reading the answer, in which the page can do nothing else. Firefox, WebKit and the runtimes also deserialise the answer before its event, which is not included.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [
        {
          title: '',
          controls: false,
          value: (cell) => mainThreadEstimateMs(cell) ?? { reason: NO_MAIN_THREAD_TIME },
        },
      ],
    ),
    figure(
      'collections',
      suite,
      {
        title: 'Garbage collections',
        see: 'Collections on both threads in 1,000 round trips, minor and major, at the sizes that were watched. A point has ten collections and 50 round trips at least; the tables below have the other counts. Transfer and share-repost copy nothing; where they have more collections at larger sizes, copies are not the reason.',
        unit: UNITS.collections,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [{ title: '', controls: false, value: collectionsIn1000 }],
    ),
    figure(
      'peak-memory',
      suite,
      {
        title: 'Peak memory',
        see: 'How far the engine’s processes rise above what they held before. A shared memory needs its size once; each clone needs it again.',
        unit: UNITS.bytes,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [{ title: '', controls: false, value: peakOf }],
    ),
  ],
  'linear-memory': (suite: SuiteInfo) => [
    figure(
      'linear-memory',
      suite,
      {
        title: 'Data in Wasm memory: the whole round trip, and the part that is movement',
        see: 'Solid lines are the whole round trip, with a kernel that works on every byte. Dashed lines subtract the same work done in place. The closer the lines, the more of the time goes into moving bytes.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [
        { ...whole, title: 'whole', controls: false },
        {
          title: 'movement',
          dash: [5, 4],
          controls: false,
          value: (cell, { suite, cells }) =>
            movementOf(cell, suite, cells)?.ms ?? {
              reason: 'the kernel alone was not measured in the same launch',
            },
        },
      ],
    ),
  ],
  anatomy: anatomyFigures,
  signal: (suite: SuiteInfo) => {
    const { x, across } = categories(suite, () => true);
    return [
      figure(
        'signals',
        suite,
        {
          title: 'Signals: notifying the other side and getting an answer',
          see: 'What synchronisation costs when nothing is moved. Spinning is fastest only where each side has a processor to itself; the tables below have the processor time of each.',
          unit: UNITS.duration,
          scale: 'logarithmic',
          x,
        },
        across,
        [withoutControls],
      ),
    ];
  },
  pool: (suite: SuiteInfo) =>
    suite.sizesBytes.map((sizeBytes) =>
      figure(
        `pool-${exactSize(sizeBytes)}`,
        suite,
        {
          title: `A pool of workers on ${formatSize(sizeBytes)}`,
          see: 'A clone goes to each worker whole, so its time grows with the number of workers; slices and a shared memory do not.',
          unit: UNITS.duration,
          scale: 'logarithmic',
          x: { kind: 'parameter', title: 'workers' },
        },
        byParameterAt(sizeBytes),
        [withoutControls],
      ),
    ),
  stream: (suite: SuiteInfo) => [
    figure(
      'stream-throughput',
      suite,
      {
        title: 'A stream at full speed',
        see: 'Bytes per second that reach the worker. Higher is faster.',
        unit: UNITS.rate,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySizeAt(null),
      [{ title: '', controls: false, value: (cell, { suite }) => throughputOf(cell, suite) }],
    ),
    figure(
      'stream-latency',
      suite,
      {
        title: 'A stream at 60 frames per second: latency',
        see: 'From when a frame was due until the page knows that it was read. Above 16.7 ms, the next frame was already due.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySizeAt(60),
      [withoutControls],
    ),
    figure(
      'stream-late',
      suite,
      {
        title: 'A stream at 60 frames per second: late frames',
        see: 'The share of frames that were read after the next frame was due.',
        unit: UNITS.share,
        scale: 'linear',
        x: SIZE,
      },
      bySizeAt(60),
      [
        {
          title: '',
          controls: false,
          value: ({ lateFrames }) =>
            lateFrames ? once(lateFrames.late / lateFrames.frames) : { reason: 'frames have no due time' },
        },
      ],
    ),
  ],
  setup: (suite: SuiteInfo) => {
    const once = { ...suite, transports: suite.transports.filter((one) => one.sizesBytes?.includes(0)) };
    const { x, across } = categories(once, ({ sizeBytes }) => sizeBytes === 0);
    return [
      figure(
        'set-up',
        suite,
        {
          title: 'Setting up',
          see: 'Paid once: starting a worker, compiling a module of 1.1 MiB, posting it compiled, or compiling it again in the worker.',
          unit: UNITS.duration,
          scale: 'logarithmic',
          x,
        },
        across,
        [withoutControls],
      ),
      figure(
        'allocation',
        suite,
        {
          title: 'Allocating a memory',
          see: 'Whether a shared memory takes longer to allocate than a plain one.',
          unit: UNITS.duration,
          scale: 'logarithmic',
          x: SIZE,
        },
        bySize,
        [withoutControls],
      ),
      {
        id: 'break-even',
        title: 'Break-even of sharing',
        see: 'The number of hand-offs after which a shared memory has paid for its allocation and filling. Where there is no point, the table says why.',
        unit: UNITS.handOffs,
        scale: 'logarithmic',
        x: SIZE,
        series: (subject) => breakEvenSeries(suite, subject),
      },
    ];
  },
  grow: (suite: SuiteInfo) => [
    figure(
      'grow',
      suite,
      {
        title: 'Growing a memory',
        see: 'The cost of growing by one page, including a new view, by the size of the memory at the start; it grows by 16 MiB.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [withoutControls],
    ),
  ],
  atomics: (suite: SuiteInfo) => [
    figure(
      'atomics',
      suite,
      {
        title: 'Atomic access to every word',
        see: 'One pass over the same bytes, with plain and with atomic access: what making each access atomic costs.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      bySize,
      [whole],
    ),
  ],
  programs: (suite: SuiteInfo) => [
    figure(
      'programs',
      suite,
      {
        title: 'Real threaded programs',
        see: 'The time to start the threads and the time of one job, by number of threads.',
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: { kind: 'parameter', title: 'threads' },
      },
      byParameterAt(0),
      [withoutControls],
    ),
  ],
} satisfies Record<string, (suite: SuiteInfo) => Figure[]>;

export function figuresOf(suite: SuiteInfo): Figure[] {
  const own = new Map<string, (suite: SuiteInfo) => Figure[]>(Object.entries(FIGURES_OF)).get(suite.name);
  return (own ?? plainFigures)(suite);
}
