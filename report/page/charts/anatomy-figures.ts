import {
  ANATOMY_METHODS,
  ANATOMY_STEPS,
  BOTH_WAITS,
  cellOf,
  ON_PAGE,
  READ_BEFORE_EVENT,
} from '../../../results/findings/messages/anatomy.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { cellEstimateMs } from '../../../results/summary/cell-figures.ts';
import type { CellSummary } from '../../../results/summary/summary.ts';
import { type SeriesStyle, STACK_STYLES } from '../parts/series.ts';
import { cellsOf, type Subject } from '../parts/subject.ts';
import { UNITS } from '../parts/units.ts';
import { type Figure, type Point, point, type Series } from './figure.ts';
import { bySize, figure, SIZE } from './figure-parts.ts';

type StackedPart = (typeof ANATOMY_STEPS)[number] | typeof BOTH_WAITS;

/** The parts of a stack, in their order. The sum of both waits takes the place of two that are not known. */
const STACKED: readonly StackedPart[] = ANATOMY_STEPS.flatMap((step) =>
  step === 'there-wait' ? [step, BOTH_WAITS] : [step],
);

const LOOKS: Record<StackedPart, { readonly title: string; readonly style: SeriesStyle }> = {
  'there-post': { title: 'there: postMessage', style: STACK_STYLES.blue.full },
  'there-wait': { title: 'there: waiting', style: STACK_STYLES.grey.full },
  waits: { title: 'waiting, both ways', style: STACK_STYLES.grey.half },
  'there-read': { title: 'there: reading', style: STACK_STYLES.orange.full },
  'there-touch': { title: 'there: touching', style: STACK_STYLES.green.full },
  'back-post': { title: 'back: postMessage', style: STACK_STYLES.blue.pale },
  'back-wait': { title: 'back: waiting', style: STACK_STYLES.grey.pale },
  'back-read': { title: 'back: reading', style: STACK_STYLES.orange.pale },
  'back-touch': { title: 'back: touching', style: STACK_STYLES.green.pale },
};

/** Where the time of a round trip goes, and how much of it the page is blocked. */
export function anatomyFigures(suite: SuiteInfo): Figure[] {
  const bars = suite.sizesBytes.flatMap((sizeBytes) =>
    ANATOMY_METHODS.map((method) => ({ method, sizeBytes, title: `${method}, ${formatSize(sizeBytes)}` })),
  );
  return [
    {
      id: 'anatomy',
      title: 'The steps of a round trip, as shares of its time',
      see:
        'From left to right: from the page to the worker (full colours), and back (pale). Waiting is from the return of postMessage to ' +
        `the event on the other side. ${READ_BEFORE_EVENT}. Where the clocks of page and worker cannot be aligned closely enough, both waits are one part. A step too short ` +
        'for the clock is left out; the reasons are with the findings. Parts are estimated separately, so their sum is only approximately the round trip.',
      unit: UNITS.duration,
      scale: 'linear',
      x: { kind: 'stack', title: 'method and size', names: bars.map(({ title }) => title) },
      series: (subject) => stackSeries(suite.name, bars, subject),
    },
    figure(
      'anatomy-page',
      suite,
      {
        title: 'How long a round trip blocks the page',
        see: `Solid lines are the whole round trip, dashed lines what is measured of the time in which the page can do nothing else: postMessage, reading the answer and touching it. ${READ_BEFORE_EVENT}.`,
        unit: UNITS.duration,
        scale: 'logarithmic',
        x: SIZE,
      },
      { ...bySize, includes: ({ transport }) => ANATOMY_METHODS.some((method) => method === transport) },
      [
        { title: '', controls: false, value: (cell) => cellEstimateMs(cell) },
        {
          title: 'page blocked',
          dash: [5, 4],
          controls: false,
          value: (cell, { cells }) =>
            estimateOf(cellOf(cells, cell.sizeBytes, `${cell.transport}-${ON_PAGE}`)),
        },
      ],
    ),
  ];
}

type Bar = { readonly method: string; readonly sizeBytes: number };

function stackSeries(suite: string, bars: readonly Bar[], subject: Subject): Series[] {
  const cells = cellsOf(subject, suite);
  if (cells.length === 0) return [];
  const at = ({ method, sizeBytes }: Bar, part: string) =>
    cellOf(cells, sizeBytes, part === '' ? method : `${method}-${part}`);
  const areWaitsKnown = (bar: Bar) =>
    ['there-wait', 'back-wait'].every((wait) => at(bar, wait)?.status === 'measured');
  /** One wait alone is part of the sum, which is known. */
  const isShown = (part: StackedPart, bar: Bar) =>
    part === BOTH_WAITS
      ? !areWaitsKnown(bar)
      : !part.endsWith('-wait') || areWaitsKnown(bar) || at(bar, part)?.status !== 'measured';
  const points = (part: string, shown: readonly Bar[] = bars): Point[] =>
    shown.map((bar) => pointOf(bars.indexOf(bar), at(bar, part)));
  return [
    ...STACKED.map(
      (part): Series => ({
        name: part,
        ...LOOKS[part],
        kind: 'line',
        points: points(
          part,
          bars.filter((bar) => isShown(part, bar)),
        ),
      }),
    ).filter((series) => series.points.length > 0),
    { name: 'whole', title: 'round trip', style: STACK_STYLES.grey.full, kind: 'total', points: points('') },
  ];
}

function pointOf(x: number, cell: CellSummary | undefined): Point {
  if (cell?.status !== 'measured') return point(x, estimateOf(cell), false, null);
  const { engine, suite, transport, parameter, sizeBytes } = cell;
  return point(x, cellEstimateMs(cell), false, { engine, suite, transport, parameter, sizeBytes });
}

function estimateOf(cell: CellSummary | undefined) {
  if (!cell) return { reason: 'not reached' };
  // Whole sentences would make the table too wide; they are with the findings.
  return cell.status === 'measured' ? cellEstimateMs(cell) : { reason: cell.status };
}
