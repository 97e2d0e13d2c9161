import type { CellKey } from '../../../results/schema/keys.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { type Estimate, isDecided } from '../../../results/statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../../../results/summary/summary.ts';
import { type SeriesStyle, stylesOf } from '../parts/series.ts';
import { cellsOf, type Subject, suiteOf } from '../parts/subject.ts';
import type { Unit } from '../parts/units.ts';

/** A value of a chart, or why there is none. */
export interface Point {
  /** A size in bytes, a value of the suite's parameter, or the place of a category. */
  readonly x: number;
  readonly y: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Of a ratio: whether its interval leaves 1 out. `null` of what is no ratio. */
  readonly decided: boolean | null;
  /** Why there is no value. */
  readonly reason: string | null;
  /** Whose samples are behind it; `null` where it is made of several cells. */
  readonly cell: CellKey | null;
}

export interface Series {
  /** The transport or control that it shows: what switches it on and off. */
  readonly name: string;
  /** The name, and which of its values. */
  readonly title: string;
  readonly style: SeriesStyle;
  /** How it is drawn: a yardstick without its interval, marks without a line. */
  readonly kind: 'line' | 'control' | 'marks';
  readonly points: readonly Point[];
}

/** Whose values are shown together: an engine. */
export interface Shown {
  /** For the URL and the switches. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Times of different machines have no common axis. */
  readonly machine: string;
}

/** What lies across. */
export type XAxis =
  | { readonly kind: 'size' }
  | { readonly kind: 'parameter'; readonly title: string }
  | { readonly kind: 'category'; readonly names: readonly string[] }
  /** Milliseconds since 1970. */
  | { readonly kind: 'time' };

/** A chart: its words and its axes. */
export interface FigureInfo {
  readonly id: string;
  readonly title: string;
  /** What to see in it. */
  readonly see: string;
  readonly unit: Unit;
  readonly scale: 'logarithmic' | 'linear';
  readonly x: XAxis;
}

/** A chart, and its values for one engine. */
export interface Figure<S extends Shown = Subject> extends FigureInfo {
  readonly series: (shown: S) => Series[];
  /** Places on the x axis where something happened, and what. */
  readonly events?: (shown: S) => readonly { readonly x: number; readonly title: string }[];
}

/** What a figure says of a cell. */
export type Value = Estimate | { readonly reason: string };

interface Context {
  readonly suite: SuiteInfo;
  /** Those of the same engine and suite. */
  readonly cells: readonly CellSummary[];
}

/** One of the values that a figure shows of each transport. */
export interface Part {
  /** Said after the transport's name, where there are several. */
  readonly title: string;
  readonly dash?: number[];
  readonly controls: boolean;
  /** Whether its values are ratios, of which those that are not decided are grey. */
  readonly isRatio?: boolean;
  readonly value: (cell: MeasuredSummary, context: Context) => Value;
}

/** Which cells lie on a line, and where. */
export interface Across {
  readonly includes: (cell: CellSummary) => boolean;
  readonly x: (cell: CellSummary) => number;
}

/** A series a transport and part. */
export function seriesOf(
  subject: Subject,
  suiteName: string,
  across: Across,
  parts: readonly Part[],
): Series[] {
  const suite = suiteOf(subject, suiteName);
  if (!suite) return [];
  const cells = cellsOf(subject, suiteName);
  const styles = stylesOf(suite.transports);
  return parts.flatMap((part) =>
    suite.transports.flatMap(({ name, role }) => {
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

export function point(x: number, found: Value, isRatio: boolean, cell: CellKey | null): Point {
  if ('reason' in found) {
    return { x, y: null, low: null, high: null, decided: null, reason: found.reason, cell };
  }
  return {
    x,
    y: found.value,
    low: found.interval?.low ?? null,
    high: found.interval?.high ?? null,
    decided: isRatio ? isDecided(found) : null,
    reason: null,
    cell,
  };
}
