/** What an interval says of a method at one size. `slight` speaks neither for nor against it. */
type Standing = 'faster' | 'slight' | 'not faster' | 'undecided';

export interface Lasting<Point> {
  /** The index of the first point. */
  readonly start: number;
  /** The points after it that are undecided. */
  readonly undecided: readonly Point[];
}

/**
 * From which point on a method is faster wherever that is decided. Points that are undecided among them are named and do not hide
 * those before them, as long as they are fewer than half. One decided point may be chance, so an undecided one must not come
 * directly after the first.
 * @param points In ascending order. @returns `undefined` if there is no such point.
 */
export function lastingFrom<Point>(
  points: readonly Point[],
  standingOf: (point: Point) => Standing,
): Lasting<Point> | undefined {
  const is = (standing: Standing) => (point: Point) => standingOf(point) === standing;
  const lastAgainst = points.findLastIndex(is('not faster'));
  const undecidedFrom = (start: number) => points.slice(start).filter(is('undecided'));
  const start = points.findIndex((point, at) => {
    if (at <= lastAgainst || standingOf(point) !== 'faster') return false;
    const undecided = undecidedFrom(at);
    const next = points[at + 1];
    const isAlone = next !== undefined && standingOf(next) === 'undecided';
    return !isAlone && 2 * undecided.length < points.length - at;
  });
  return start < 0 ? undefined : { start, undecided: undecidedFrom(start) };
}
