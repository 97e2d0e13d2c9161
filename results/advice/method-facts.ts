import { type CandidateInfo, candidatesOf } from '../findings/answer.ts';
import { comparisonsAlong, crossover } from '../findings/crossover.ts';
import { formatCollections, formatCrossover, formatRatio } from '../findings/format.ts';
import { amplificationOf, collectionsOf } from '../findings/gc-and-memory.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import { measuredOf } from '../summary/cell-figures.ts';
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
    memory: memoryInWords(suite, cells, candidate.name, sizeBytes),
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

function collectionsInWords(
  suite: SuiteInfo,
  cells: readonly CellSummary[],
  name: string,
  sizeBytes: number,
): string {
  const cell = nearest(
    measuredOf(cells, name).filter((one) => collectionsOf([one])),
    sizeBytes,
  );
  const found = cell && collectionsOf([cell]);
  return found
    ? `In ${suite.figure.many} of ${formatSize(cell.sizeBytes)}: ${formatCollections(found)}`
    : 'unknown';
}

/**
 * How far the memory of the engine rose, and as a multiple of the working set at the largest size: small sizes drown in what an engine
 * allocates anyway.
 */
function memoryInWords(
  suite: SuiteInfo,
  cells: readonly CellSummary[],
  name: string,
  sizeBytes: number,
): string {
  const known = measuredOf(cells, name).filter(({ memory }) => memory.status === 'measured');
  const cell = nearest(known, sizeBytes);
  if (cell?.memory.status !== 'measured') return 'unknown';
  const peak = formatSize(cell.memory.peakBytes, ' ', 3);
  const largest = known.findLast((one) => amplificationOf(one, suite, cells) !== undefined);
  const sets = largest && amplificationOf(largest, suite, cells);
  return [
    `In ${suite.figure.many} of ${formatSize(cell.sizeBytes)}, without a pause between them: up to ${peak} more`,
    ...(sets === undefined
      ? []
      : [`at ${formatSize(largest?.sizeBytes ?? 0)}, ${formatRatio(sets)} times the working set`]),
  ].join('; ');
}

/** The cell whose size is nearest, by factor: not every size is watched. */
function nearest(cells: readonly MeasuredSummary[], sizeBytes: number): MeasuredSummary | undefined {
  const distance = (cell: MeasuredSummary) => Math.abs(Math.log(cell.sizeBytes / sizeBytes));
  return [...cells].sort((a, b) => distance(a) - distance(b))[0];
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
