import { type CandidateInfo, candidatesOf } from '../findings/answer.ts';
import { comparisonsAlong, crossover } from '../findings/crossover.ts';
import { formatCollections, formatCrossover } from '../findings/format.ts';
import { amplificationOf, collectionsOf } from '../findings/gc-and-memory.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

/** What there is to know of a method before it is chosen, in words. */
export interface MethodFacts {
  readonly name: string;
  readonly does: string;
  readonly when: string;
  readonly collections: string;
  readonly memory: string;
  /** What it requires of the page. */
  readonly asks: string;
}

/** Of every candidate, the simplest first. @param cells Of one engine and the suite. @param needsIsolation Whether sharing needs an isolated page. */
export function methodFacts(
  suite: SuiteInfo,
  cells: readonly CellSummary[],
  sizeBytes: number,
  needsIsolation: boolean,
): MethodFacts[] {
  return candidatesOf(suite).map((candidate) => ({
    name: candidate.name,
    does: suite.transports.find(({ name }) => name === candidate.name)?.title ?? '',
    when: whenInWords(suite, cells, candidate.name),
    collections: collectionsInWords(suite, cells, candidate.name, sizeBytes),
    memory: memoryInWords(suite, cells, candidate.name),
    asks: asksInWords(candidate, suite, needsIsolation),
  }));
}

function whenInWords({ baseline, ...suite }: SuiteInfo, cells: readonly CellSummary[], name: string): string {
  if (baseline === null) return 'unknown';
  const without = whyNoFigures(cells, name) ?? whyNoFigures(cells, baseline);
  if (without !== undefined) return without;
  if (name !== baseline)
    return `Faster than ${baseline}: ${formatCrossover(crossover(cells, name, baseline))}`;
  const rivals = candidatesOf(suite).filter((one) => one.name !== baseline);
  const bySize = rivals.flatMap((rival) => comparisonsAlong('sizeBytes', cells, rival.name, baseline));
  if (bySize.length === 0) return 'undecided';
  const sizesBytes = [...new Set(bySize.map(({ at }) => at))].sort((a, b) => a - b);
  const isBeaten = (sizeBytes: number) =>
    bySize.some(({ at, comparison }) => at === sizeBytes && comparison === 'faster');
  const last = sizesBytes.findLastIndex(isBeaten);
  const lastBytes = sizesBytes[last];
  if (lastBytes === undefined) return 'No other method was shown to be faster';
  // From the smallest size from which one is faster at every size up to the last.
  const first = 1 + sizesBytes.findLastIndex((sizeBytes, at) => at < last && !isBeaten(sizeBytes));
  const [from, to] = [formatSize(sizesBytes[first] ?? lastBytes), formatSize(lastBytes)];
  return `Another method is faster ${first === last ? 'at' : `from ${from} to`} ${to}`;
}

/** `undefined` if a method was measured. */
function whyNoFigures(cells: readonly CellSummary[], name: string): string | undefined {
  const own = cells.filter(({ transport }) => transport === name);
  if (own.some(({ status }) => status === 'measured')) return undefined;
  const [first] = own;
  return first && first.status !== 'measured'
    ? `${name} is ${first.status}: ${first.reason}`
    : `${name} was not measured`;
}

/** At the size, or at the nearest measured size below it whose collections are known. */
function collectionsInWords(
  suite: SuiteInfo,
  cells: readonly CellSummary[],
  name: string,
  sizeBytes: number,
): string {
  const known = measured(cells, name).flatMap((cell) => {
    const found = collectionsOf([cell]);
    return found ? [{ cell, found }] : [];
  });
  const at = known.findLast(({ cell }) => cell.sizeBytes <= sizeBytes) ?? known[0];
  return at
    ? `In ${suite.figure.many} of ${formatSize(at.cell.sizeBytes)}: ${formatCollections(at.found)}`
    : 'unknown';
}

/** At the largest size at which it is known: small sizes drown in what an engine allocates anyway. */
function memoryInWords(suite: SuiteInfo, cells: readonly CellSummary[], name: string): string {
  const at = measured(cells, name).findLast((cell) => amplificationOf(cell, suite, cells) !== undefined);
  const sets = at && amplificationOf(at, suite, cells);
  return sets === undefined
    ? 'unknown'
    : `${sets.toFixed(1)} times the working set at its peak, at ${formatSize(at?.sizeBytes ?? 0)}`;
}

function asksInWords(
  { name, senderKeeps, needsIsolation }: CandidateInfo,
  { transports }: SuiteInfo,
  isolationMatters: boolean,
): string {
  const copies = transports.find((one) => one.name === name)?.copies ?? false;
  const asked = [
    ...(senderKeeps ? [] : ['giving the data up until they return']),
    ...(needsIsolation && isolationMatters ? ['a cross-origin isolated page'] : []),
    ...(senderKeeps && !copies ? ['a protocol that says who may write when'] : []),
  ];
  return asked.length === 0 ? 'nothing' : asked.join(', and ');
}

function measured(cells: readonly CellSummary[], name: string): MeasuredSummary[] {
  return cells
    .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && cell.transport === name)
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
}
