import type { Gc } from '../schema/cell.ts';
import type { ClaimVerdict } from '../schema/claim.ts';
import type { EngineName } from '../schema/keys.ts';
import { formatSize } from '../schema/sizes.ts';
import { BEYOND_DOUBT, type Estimate, type Interval } from '../statistics/estimate.ts';
import { bandwidthBytesPerSecond, cellEstimateMs, ratioOf } from '../summary/cell-figures.ts';
import type { MeasuredSummary, Summary } from '../summary/summary.ts';
import { type Finding, untestable } from './claim-finding.ts';
import { crossover } from './crossover.ts';
import { formatCollections, formatCrossover, formatDurationEstimate, formatRatioEstimate } from './format.ts';
import { collectionsOf } from './gc-and-memory.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
const GB = 1e9;

function measuredCells({ cells }: Summary, engine: EngineName, suite: string): MeasuredSummary[] {
  return cells
    .filter((cell) => cell.status === 'measured')
    .filter((cell) => cell.engine === engine && cell.suite === suite);
}

function cellsOf(summary: Summary, engine: EngineName, transport: string): MeasuredSummary[] {
  return measuredCells(summary, engine, 'round-trip').filter((cell) => cell.transport === transport);
}

/** Whether an estimate's interval is inside or outside the claimed interval. */
function decide({ value, interval }: Estimate, claimed: Interval, evidence: string): Finding {
  if (!interval) {
    const isFarOff = value > BEYOND_DOUBT * claimed.high || value < claimed.low / BEYOND_DOUBT;
    return { verdict: isFarOff ? 'does not hold' : 'undecided', evidence: `${evidence}, from one launch` };
  }
  if (interval.low >= claimed.low && interval.high <= claimed.high) return { verdict: 'holds', evidence };
  const isOutside = interval.high < claimed.low || interval.low > claimed.high;
  return { verdict: isOutside ? 'does not hold' : 'undecided', evidence };
}

/** Posting a larger memory takes the same time up to this ratio. */
const SAME_TIME = 1.5;

/** The finding of the memory that decides: one that takes longer contradicts the claim, and one that is undecided leaves it open. */
const DECIDES_FIRST: Readonly<Record<ClaimVerdict, number>> = {
  'does not hold': 0,
  undecided: 1,
  holds: 2,
  'cannot be tested here': 3,
};

/** Each memory relative to the smallest, which had its turns between theirs. */
function postingIsConstant(summary: Summary, engine: EngineName): Finding {
  const cells = measuredCells(summary, engine, 'posting');
  const baseline = summary.run.suites.find(({ name }) => name === 'posting')?.baseline;
  const smallest = cells.find(({ transport }) => transport === baseline);
  const findings = cells.flatMap((cell) => {
    const ratio = cell === smallest ? undefined : ratioOf(cell, smallest);
    if (!ratio) return [];
    const evidence =
      `posted in turns, ${cell.transport} ÷ ${baseline}: ${formatRatioEstimate(ratio)} ` +
      `(for each memory, up to ×${SAME_TIME} counts as the same)`;
    return [{ value: ratio.value, finding: decide(ratio, { low: 0, high: SAME_TIME }, evidence) }];
  });
  const missing = summary.cells.find(
    (cell) => cell.engine === engine && cell.suite === 'posting' && cell.status !== 'measured',
  );
  if (missing && findings.length > 0)
    findings.push({
      value: 0,
      finding: { verdict: 'undecided', evidence: `${missing.transport} was not measured` },
    });
  const [decisive] = findings.sort(
    (a, b) => DECIDES_FIRST[a.finding.verdict] - DECIDES_FIRST[b.finding.verdict] || b.value - a.value,
  );
  return (
    decisive?.finding ?? untestable('the suite posting was not measured with two memories in one launch')
  );
}

/** "About" is within a factor of 2. */
const about = (value: number): Interval => ({ low: value / 2, high: 2 * value });
const COPY_SIZE_BYTES = 16 * MIB;

function cloneRunsAtTenGigabytes(summary: Summary, engine: EngineName): Finding {
  const cell = cellsOf(summary, engine, 'clone').find(({ sizeBytes }) => sizeBytes === COPY_SIZE_BYTES);
  const suite = summary.run.suites.find(({ name }) => name === cell?.suite);
  if (!cell || !suite) return untestable(`clone was not measured at ${formatSize(COPY_SIZE_BYTES)}`);
  const rate = (durationMs: number) => bandwidthBytesPerSecond(cell, durationMs, suite) / GB;
  const { value, interval } = cellEstimateMs(cell);
  const rates: Estimate = {
    value: rate(value),
    interval: interval && { low: rate(interval.high), high: rate(interval.low) },
  };
  const text = (gigabytes: number) => gigabytes.toPrecision(2);
  return decide(
    rates,
    about(10),
    `at ${formatSize(COPY_SIZE_BYTES)}, counting both directions: ${text(rates.value)} GB/s` +
      `${rates.interval ? ` (${text(rates.interval.low)} to ${text(rates.interval.high)})` : ''}`,
  );
}

function largestCloneTakes(summary: Summary, engine: EngineName): Finding {
  const sizeBytes = 256 * MIB;
  const cell = cellsOf(summary, engine, 'clone').find((one) => one.sizeBytes === sizeBytes);
  if (!cell) return untestable(`clone was not measured at ${formatSize(sizeBytes)}`);
  const estimate = cellEstimateMs(cell);
  return decide(
    estimate,
    about(2 * 25),
    `there and back (the claim implies 50 ms): ${formatDurationEstimate(estimate)}`,
  );
}

/** Up to this rate, collections have other causes: each message makes a little garbage. */
const NO_COLLECTIONS = 0.005;

/** The largest size alone can contradict the claim: in some engines, collections grow with the size of the memory that is posted. */
function sharingCausesNoCollections(transport: string) {
  return (summary: Summary, engine: EngineName): Finding => {
    const cells = cellsOf(summary, engine, transport);
    const watched = cells.filter((cell) => collectionsOf([cell]));
    const [ofLargest, ofAll] = [watched.slice(-1), watched].map(decideCollections);
    const found = ofLargest?.verdict === 'does not hold' ? ofLargest : ofAll;
    if (!found) return untestable(reasonOf(cells));
    const pings = collectionsOf(cellsOf(summary, engine, 'ping'));
    const beside = pings ? `; empty messages, of all sizes: ${formatCollections(pings)}` : '';
    return { ...found, evidence: `${found.evidence}${beside}` };
  };
}

function decideCollections(cells: readonly MeasuredSummary[]): Finding | undefined {
  const own = collectionsOf(cells);
  if (!own) return undefined;
  const sizes = [...new Set(cells.map(({ sizeBytes }) => formatSize(sizeBytes)))];
  const evidence = `${formatCollections(own)} round trips of ${sizes.join(', ')} (up to ${1000 * NO_COLLECTIONS} in 1,000 counts as none)`;
  const rate = own.events / own.roundTrips;
  if (cells.some(({ gc }) => gc.status === 'measured' && gc.watches.length > 1))
    return decide({ value: rate, interval: own.interval }, { low: 0, high: NO_COLLECTIONS }, evidence);
  // The interval of one launch knows nothing of how launches differ, and one collection in a few round trips may be chance.
  const isFarOff = rate > BEYOND_DOUBT * NO_COLLECTIONS && own.interval.low > NO_COLLECTIONS;
  return { verdict: isFarOff ? 'does not hold' : 'undecided', evidence: `${evidence}, from one launch` };
}

/** A size that is skipped by design says less than one that failed, and the largest is always watched if the time allows. */
function reasonOf(cells: readonly MeasuredSummary[]): string {
  const first = (status: Gc['status']) => cells.find(({ gc }) => gc.status === status);
  const cell = first('failed') ?? first('unsupported') ?? cells.at(-1);
  if (!cell) return 'it was not measured';
  return cell.gc.status === 'measured' ? 'its collections are unknown' : cell.gc.reason;
}

/** A few KiB: the largest size up to this. */
const SMALL_BYTES = 4 * KIB;
const NO_SLOWER = 1.1;

function smallCopyIsNoSlower(summary: Summary, engine: EngineName): Finding {
  const clone = cellsOf(summary, engine, 'clone').findLast(({ sizeBytes }) => sizeBytes <= SMALL_BYTES);
  const share = cellsOf(summary, engine, 'share').find(({ sizeBytes }) => sizeBytes === clone?.sizeBytes);
  const ratio = ratioOf(clone, share);
  if (!clone || !ratio) {
    return untestable(`clone and share were not both measured at a size up to ${formatSize(SMALL_BYTES)}`);
  }
  const own = summary.cells.filter((cell) => cell.engine === engine && cell.suite === 'round-trip');
  return decide(
    ratio,
    { low: 0, high: NO_SLOWER },
    `clone ÷ share at ${formatSize(clone.sizeBytes)}: ${formatRatioEstimate(ratio)} (up to ×${NO_SLOWER} counts as no slower); ` +
      `share beats clone ${formatCrossover(crossover(own, 'share', 'clone'))}`,
  );
}

/** A claim of the guide that is checked with the figures of a run. */
interface FigureClaim {
  readonly id: string;
  readonly words: string;
  readonly find: (summary: Summary, engine: EngineName) => Finding;
}

export const FIGURE_CLAIMS: readonly FigureClaim[] = [
  {
    id: 'posting-is-constant',
    words: 'Posting a shared memory takes the same time at any size.',
    find: postingIsConstant,
  },
  {
    id: 'clone-10-gb-per-second',
    words: 'A clone copies at about 10 GB/s.',
    find: cloneRunsAtTenGigabytes,
  },
  {
    id: 'clone-256-mib-25-ms',
    words: 'Cloning 256 MiB takes about 25 ms each way.',
    find: largestCloneTakes,
  },
  {
    id: 'sharing-is-not-collected',
    words: 'A memory shared once causes no garbage collection.',
    find: sharingCausesNoCollections('share'),
  },
  {
    id: 'reposting-is-not-collected',
    words: 'A shared memory posted each time causes no garbage collection.',
    find: sharingCausesNoCollections('share-repost'),
  },
  {
    id: 'small-copy-is-no-slower',
    words: 'For a few KiB a plain copy is no slower than sharing.',
    find: smallCopyIsNoSlower,
  },
];
