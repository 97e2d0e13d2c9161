import type { CellKey } from '../../../results/schema/keys.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { type Decision, decisionBeyondDoubt, type Estimate } from '../../../results/statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../../../results/summary/summary.ts';
import { type SeriesStyle, stylesOf } from '../parts/series.ts';
import { cellsOf, type Subject, suiteOf } from '../parts/subject.ts';
import type { Unit } from '../parts/units.ts';

/** A value of a chart, or why there is no value. */
export interface Point {
  /** A size in bytes, a value of the suite's parameter, or the index of a category. */
  readonly x: number;
  readonly y: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What the interval of a ratio decides; `null` for other values. */
  readonly decision: 'decided' | 'the same' | 'undecided' | null;
  /** Why there is no value. */
  readonly reason: string | null;
  /** The cell that has the samples; `null` if the value comes from several cells. */
  readonly cell: CellKey | null;
}

export interface Series {
  /** The transport or control of the series; its switch shows and hides the series. */
  readonly name: string;
  /** The name, and which value of it the series shows. */
  readonly title: string;
  readonly style: SeriesStyle;
  /** A control is drawn without its interval, marks without a line. A total is the length of a stack, of which the others are parts. */
  readonly kind: 'line' | 'control' | 'marks' | 'total';
  readonly points: readonly Point[];
}

/** An engine, whose values are shown together. */
export interface Shown {
  /** The name in the URL and the switches. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Times of different machines do not share an axis. */
  readonly machine: string;
}

/** The x axis. */
export type XAxis =
  | { readonly kind: 'size' }
  | { readonly kind: 'parameter'; readonly title: string }
  | { readonly kind: 'category'; readonly names: readonly string[] }
  /** One stack of parts for each name. */
  | { readonly kind: 'stack'; readonly title: string; readonly names: readonly string[] }
  /** Milliseconds since 1970. */
  | { readonly kind: 'time' };

/** The text and axes of a chart. */
export interface FigureInfo {
  readonly id: string;
  readonly title: string;
  /** What the chart shows. */
  readonly see: string;
  readonly unit: Unit;
  readonly scale: 'logarithmic' | 'linear';
  readonly x: XAxis;
}

/** A chart, and a function that gives its values for one engine. */
export interface Figure<S extends Shown = Subject> extends FigureInfo {
  readonly series: (shown: S) => Series[];
  /** Events, with their positions on the x axis. */
  readonly events?: (shown: S) => readonly { readonly x: number; readonly title: string }[];
}

/** The value that a figure shows for a cell. */
export type Value = Estimate | { readonly reason: string };

interface Context {
  readonly suite: SuiteInfo;
  /** The cells of the same engine and suite. */
  readonly cells: readonly CellSummary[];
}

/** One of the values that a figure shows for each transport. */
export interface Part {
  /** Follows the transport's name if there are several parts. */
  readonly title: string;
  readonly dash?: number[];
  readonly controls: boolean;
  /** Whether the values are ratios; undecided ratios are grey. */
  readonly isRatio?: boolean;
  readonly value: (cell: MeasuredSummary, context: Context) => Value;
}

/** Which cells are points of a line, and at which x. */
export interface Across {
  readonly includes: (cell: CellSummary) => boolean;
  readonly x: (cell: CellSummary) => number;
}

/** One series for each transport and part. @param all The suite with the transports of all files, so that each looks the same in all. */
export function seriesOf(subject: Subject, all: SuiteInfo, across: Across, parts: readonly Part[]): Series[] {
  const suite = suiteOf(subject, all.name);
  if (!suite) return [];
  const cells = cellsOf(subject, all.name);
  const styles = stylesOf(all.transports);
  return parts.flatMap((part) =>
    all.transports.flatMap(({ name, role }) => {
      const style = styles.get(name);
      if (role === 'twin' || !style || (role === 'control' && !part.controls)) return [];
      const own = cells.filter((cell) => cell.transport === name && across.includes(cell));
      const points = own
        .map((cell) => pointOf(cell, across.x(cell), part, { suite, cells }))
        .sort((a, b) => a.x - b.x);
      if (points.length === 0) return [];
      return {
        name,
        title: part.title === '' ? name : `${name}, ${part.title}`,
        style: part.dash ? { ...style, dash: part.dash, symbol: `${style.symbol} ╌` } : style,
        kind: role === 'control' ? 'control' : 'line',
        points,
      };
    }),
  );
}

function pointOf(cell: CellSummary, x: number, part: Part, context: Context): Point {
  const { engine, suite, transport, parameter, sizeBytes } = cell;
  const key = { engine, suite, transport, parameter, sizeBytes };
  const found: Value =
    cell.status === 'measured' ? part.value(cell, context) : { reason: `${cell.status}: ${cell.reason}` };
  return point(x, found, part.isRatio ?? false, cell.status === 'measured' ? key : null);
}

const DECISIONS = {
  above: 'decided',
  below: 'decided',
  'the same': 'the same',
  undecided: 'undecided',
} as const satisfies Record<Decision, Point['decision']>;

export function point(x: number, found: Value, isRatio: boolean, cell: CellKey | null): Point {
  if ('reason' in found) {
    return { x, y: null, low: null, high: null, decision: null, reason: found.reason, cell };
  }
  return {
    x,
    y: found.value,
    low: found.interval?.low ?? null,
    high: found.interval?.high ?? null,
    decision: isRatio ? DECISIONS[decisionBeyondDoubt(found)] : null,
    reason: null,
    cell,
  };
}
