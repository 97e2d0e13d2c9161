import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import { measuredOf } from '../summary/cell-figures.ts';
import type { CellSummary } from '../summary/summary.ts';
import { type Crossover, comparisonsAlong, crossover, type Span } from './crossover.ts';
import { atEvery, atNo, except, formatCollections, inWords } from './format.ts';
import { amplificationOf, collectionsOf, collectionsSize } from './gc-and-memory.ts';

/** The answer from one engine's cells: the size from which a rival beats the baseline, and the collections and memory of each. */
export interface Answer {
  readonly beatsBaseline: readonly RivalAnswer[];
  /** The size up to which no rival beats the baseline, in words. */
  readonly baselineUpTo: string;
  readonly collections: string;
  readonly memory: string;
}

interface RivalAnswer {
  readonly rival: string;
  /** `null` if one of the two was not measured. */
  readonly crossover: Crossover | null;
}

/** The suite with the answer for data outside Wasm memory. */
export function answeringSuite(suites: readonly SuiteInfo[]): SuiteInfo | undefined {
  return suites.find(({ answers }) => answers === 'working-set');
}

/** The transports that can be recommended, the simplest first. */
export function candidatesOf({ transports }: Pick<SuiteInfo, 'transports'>): CandidateInfo[] {
  return transports
    .flatMap(({ name, candidate }) => (candidate ? [{ name, ...candidate }] : []))
    .sort((a, b) => a.rank - b.rank);
}

export type CandidateInfo = { readonly name: string } & NonNullable<TransportInfo['candidate']>;

/** The candidates that the baseline is compared with. */
export function rivalsOf(suite: Pick<SuiteInfo, 'transports' | 'baseline'>): CandidateInfo[] {
  return candidatesOf(suite).filter(({ name }) => name !== suite.baseline);
}

/** @param cells Of one engine and the {@link answeringSuite}. */
export function answerOf(suite: SuiteInfo, cells: readonly CellSummary[]): Answer {
  const beatsBaseline = rivalsOf(suite).map(({ name: rival }) => ({
    rival,
    crossover: crossoverIfMeasured(suite, cells, rival),
  }));
  return {
    beatsBaseline,
    baselineUpTo: baselineUpTo(
      suite,
      cells,
      beatsBaseline.map(({ rival }) => rival),
    ),
    collections: collectionsInWords(suite, cells),
    memory: memoryInWords(suite, cells),
  };
}

function crossoverIfMeasured(
  { baseline }: SuiteInfo,
  cells: readonly CellSummary[],
  rival: string,
): Crossover | null {
  if (baseline === null) return null;
  const areMeasured = [rival, baseline].every((transport) => measuredOf(cells, transport).length > 0);
  return areMeasured ? crossover(cells, rival, baseline) : null;
}

/** The largest size up to which no rival is faster than the baseline, at every measured size. */
function baselineUpTo(suite: SuiteInfo, cells: readonly CellSummary[], rivals: readonly string[]): string {
  const { baseline } = suite;
  if (baseline === null) return 'not measured';
  const byRival = rivals.map((rival) => comparisonsAlong('sizeBytes', cells, rival, baseline));
  const sizesBytes = [...new Set(byRival.flat().map(({ at }) => at))].sort((a, b) => a - b);
  const comparisonsAt = (sizeBytes: number) =>
    byRival.flatMap((points) => points.find(({ at }) => at === sizeBytes)?.comparison ?? []);
  const isAsGood = (sizeBytes: number) =>
    comparisonsAt(sizeBytes).every((comparison) => comparison === 'slower' || comparison === 'the same');
  const first = sizesBytes.findIndex((sizeBytes) => !isAsGood(sizeBytes));
  // One launch has no interval.
  const areMeasured = rivals.some((rival) => crossoverIfMeasured(suite, cells, rival) !== null);
  if (sizesBytes.length === 0) return areMeasured ? 'undecided' : 'not measured';
  if (first < 0) return atEvery({ from: sizesBytes[0] ?? 0, upTo: sizesBytes.at(-1) ?? 0, undecidedAt: [] });
  const firstBytes = sizesBytes[first] ?? 0;
  const isWorse = comparisonsAt(firstBytes).includes('faster');
  const upTo = sizesBytes[first - 1];
  if (upTo !== undefined) {
    return `up to ${formatSize(upTo)}${isWorse ? '' : `; undecided at ${formatSize(firstBytes)}`}`;
  }
  return isWorse ? 'at no size measured' : `undecided at ${formatSize(firstBytes)}`;
}

function collectionsInWords(suite: SuiteInfo, cells: readonly CellSummary[]): string {
  const at = collectionsSize(cells);
  if (at === undefined) return 'unknown';
  const texts = candidatesOf(suite).map(({ name }) => {
    const cell = measuredOf(cells, name).find(({ sizeBytes }) => sizeBytes === at);
    const found = cell && collectionsOf([cell]);
    return `${name} ${found ? formatCollections(found) : 'unknown'}`;
  });
  return `${texts.join('; ')}, at ${formatSize(at)}`;
}

/** At the largest size at which the memory of the baseline is known. */
function memoryInWords(suite: SuiteInfo, cells: readonly CellSummary[]): string {
  const at = measuredOf(cells, suite.baseline).findLast(
    (cell) => amplificationOf(cell, suite, cells) !== undefined,
  )?.sizeBytes;
  if (at === undefined) return 'unknown';
  const texts = candidatesOf(suite).map(({ name }) => {
    const cell = measuredOf(cells, name).find(({ sizeBytes }) => sizeBytes === at);
    const sets = cell && amplificationOf(cell, suite, cells);
    return `${name} ${sets === undefined ? 'unknown' : `×${sets.toFixed(1)}`}`;
  });
  return `${texts.join(', ')}, at ${formatSize(at)}`;
}

/** One sentence per rival: in which engines it beats the baseline, and from which size this is certain. */
export function headlines(
  suite: Pick<SuiteInfo, 'transports' | 'baseline'>,
  answers: readonly { engine: string; answer: Answer }[],
): string[] {
  if (suite.baseline === null) return [];
  const baseline = candidatesOf(suite).find(({ name }) => name === suite.baseline);
  return rivalsOf(suite).map((rival) =>
    headline(
      rival.doing,
      baseline?.doing.toLowerCase() ?? suite.baseline ?? '',
      answers.map(({ engine, answer }) => ({
        engine,
        crossover: answer.beatsBaseline.find((one) => one.rival === rival.name)?.crossover ?? null,
      })),
    ),
  );
}

function headline(
  doing: string,
  baseline: string,
  found: readonly { engine: string; crossover: Crossover | null }[],
): string {
  const enginesOf = (kind: Crossover['kind']) =>
    inWords(found.filter(({ crossover: one }) => one?.kind === kind).map(({ engine }) => engine));
  const only = enginesOf('only');
  const undecided = enginesOf('undecided');
  const texts = [
    ...spansOf(found, 'always').map(({ engines, span }) => `${atEvery(span)} in ${engines}`),
    ...spansOf(found, 'at').map(({ engines, span }) => {
      const [from, upTo] = [formatSize(span.from), formatSize(span.upTo)];
      const sizes = from === upTo ? `at ${from}` : `from ${from} at the latest up to ${upTo}`;
      return `${sizes}${except(span)} in ${engines}`;
    }),
    ...(only ? [`at some sizes only in ${only}`] : []),
    ...spansOf(found, 'never').map(({ engines, span }) => `${atNo(span)} in ${engines}`),
    ...spansOf(found, 'the same').map(
      ({ engines, span }) => `${atNo(span)} in ${engines}, where there is no difference`,
    ),
  ];
  const absent = inWords(found.filter(({ crossover: one }) => !one).map(({ engine }) => engine));
  return [
    ...(texts.length > 0 ? [`${doing} beats ${baseline} ${inWords(texts)}.`] : []),
    ...(undecided
      ? [`In ${undecided}, the size from which ${doing.toLowerCase()} is faster is undecided.`]
      : []),
    ...(absent ? [`${doing} was not measured with ${baseline} in ${absent}.`] : []),
  ].join(' ');
}

type WithSpan = Extract<Crossover, Span>;

/** The sizes that the engines of one kind have in common; those of each engine if they have none in common, or some are undecided. */
function spansOf(
  found: readonly { engine: string; crossover: Crossover | null }[],
  kind: WithSpan['kind'],
): { engines: string; span: Span }[] {
  const own = found.flatMap(({ engine, crossover: one }) =>
    one && 'from' in one && one.kind === kind ? [{ engines: engine, span: one }] : [],
  );
  const decided = own.filter(({ span }) => span.undecidedAt.length === 0);
  const from = Math.max(...decided.map(({ span }) => span.from));
  const upTo = Math.min(...decided.map(({ span }) => span.upTo));
  if (decided.length < 2 || from > upTo) return own;
  const engines = inWords(decided.map((one) => one.engines));
  return [
    { engines, span: { from, upTo, undecidedAt: [] } },
    ...own.filter(({ span }) => span.undecidedAt.length > 0),
  ];
}
