import { candidatesOf } from '../findings/answer.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { type Decision, decisionBeyondDoubt } from '../statistics/estimate.ts';
import { ratioOf } from '../summary/cell-figures.ts';
import type { CellSummary } from '../summary/summary.ts';

/** What the measurements say of the methods from one measured size to another. */
export interface Zone {
  readonly fromBytes: number;
  readonly toBytes: number;
  /** The candidates that no other was shown to beat, the simplest first. */
  readonly unbeaten: readonly string[];
  readonly kind: ZoneKind;
}

/**
 * `one`: it beats every other. `no difference`: all candidates take the same time. `equals`: some take the same time and beat the
 * others. `undecided`: it is not known which of the unbeaten is faster.
 */
export type ZoneKind = 'one' | 'no difference' | 'equals' | 'undecided';

/** The zones of one engine, in ascending order of the sizes at which two candidates or more were measured. @param cells Of the suite. */
export function zonesOf(suite: SuiteInfo, cells: readonly CellSummary[]): Zone[] {
  const names = candidatesOf(suite).map(({ name }) => name);
  const zones: Zone[] = [];
  for (const sizeBytes of sizesOf(names, cells)) {
    const here = zoneAt(names, cells, sizeBytes);
    const before = zones.at(-1);
    if (!here) continue;
    if (before && isLike(before, here)) zones[zones.length - 1] = { ...before, toBytes: sizeBytes };
    else zones.push(here);
  }
  return zones;
}

function sizesOf(names: readonly string[], cells: readonly CellSummary[]): number[] {
  const own = cells.filter(({ transport }) => names.includes(transport));
  return [...new Set(own.map(({ sizeBytes }) => sizeBytes))].sort((a, b) => a - b);
}

function zoneAt(
  names: readonly string[],
  cells: readonly CellSummary[],
  sizeBytes: number,
): Zone | undefined {
  const found = standingOf(
    names,
    cells.filter((cell) => cell.sizeBytes === sizeBytes),
  );
  return found && { fromBytes: sizeBytes, toBytes: sizeBytes, ...found };
}

/** What the measurements say of some methods. `undefined` if fewer than two were measured. @param cells One of each method. */
export function standingOf(
  names: readonly string[],
  cells: readonly CellSummary[],
): Pick<Zone, 'unbeaten' | 'kind'> | undefined {
  const cellOf = (name: string) =>
    cells.find(({ status, transport }) => status === 'measured' && transport === name);
  const measured = names.filter((name) => cellOf(name));
  if (measured.length < 2) return undefined;
  const decide = (name: string, other: string): Decision => {
    const ratio = ratioOf(cellOf(name), cellOf(other));
    return ratio ? decisionBeyondDoubt(ratio) : 'undecided';
  };
  const best = measured.filter((name) => measured.every((other) => decide(name, other) !== 'above'));
  const known = best.length === 0 ? measured : best;
  // Too short for the clock, it may be the fastest.
  const saturated = names.filter((name) =>
    cells.some(({ status, transport }) => status === 'saturated' && transport === name),
  );
  const unbeaten = names.filter((name) => known.includes(name) || saturated.includes(name));
  const areSame = unbeaten.every((name, index) =>
    unbeaten.slice(index + 1).every((other) => decide(name, other) === 'the same'),
  );
  return { unbeaten, kind: kindOf(unbeaten.length, measured.length, areSame) };
}

function kindOf(unbeaten: number, measured: number, areSame: boolean): ZoneKind {
  if (!areSame) return 'undecided';
  if (unbeaten === 1) return 'one';
  return unbeaten === measured ? 'no difference' : 'equals';
}

function isLike(a: Zone, b: Zone): boolean {
  return a.kind === b.kind && a.unbeaten.join() === b.unbeaten.join();
}

/** `"share"`, `"transfer or share"`, `"no difference"`; `"undecided"` if even the baseline may be as fast. */
export function zoneInWords({ unbeaten, kind }: Zone, baseline: string | null): string {
  switch (kind) {
    case 'no difference':
      return 'no difference';
    case 'one':
    case 'equals':
      return unbeaten.join(' or ');
    case 'undecided':
      return baseline !== null && unbeaten.includes(baseline) ? 'undecided' : unbeaten.join(' or ');
  }
}
