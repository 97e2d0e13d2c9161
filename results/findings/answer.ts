import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';
import { type Crossover, crossover } from './crossover.ts';
import { amplificationOf, gcRatesOf } from './gc-and-memory.ts';

/** The suite that answers the question for data that lie in no Wasm memory, and its transports. */
export const ANSWERING_SUITE = 'round-trip';
export const RIVALS = ['transfer', 'share'] as const;
type Rival = (typeof RIVALS)[number];

/** What one engine's round trips say: from which size on a rival beats a clone, and what a clone leaves behind. */
export interface Answer {
  /** `null` where one of the two was not measured. */
  readonly beatsClone: Readonly<Record<Rival, Crossover | null>>;
  /** Up to where a clone is as good as either of them, in words. */
  readonly cloneUpTo: string;
  readonly collections: string;
  readonly memory: string;
}

/** Large enough for the bytes to matter, small enough for many round trips. */
const GC_SIZE_BYTES = 1024 ** 2;

/** Of the cells of one engine and {@link ANSWERING_SUITE}. */
export function answerOf({ crossings }: SuiteInfo, cells: readonly CellSummary[]): Answer {
  const beatsClone = {
    transfer: crossoverIfMeasured(cells, 'transfer'),
    share: crossoverIfMeasured(cells, 'share'),
  };
  return {
    beatsClone,
    cloneUpTo: cloneUpTo(Object.values(beatsClone).filter((one) => one !== null)),
    collections: collectionsInWords(cells, crossings),
    memory: memoryInWords(cells),
  };
}

function crossoverIfMeasured(cells: readonly CellSummary[], rival: Rival): Crossover | null {
  const areMeasured = [rival, 'clone'].every((transport) => measured(cells, transport).length > 0);
  return areMeasured ? crossover(cells, rival, 'clone') : null;
}

/** A clone is as good as long as no rival is known to be faster. */
function cloneUpTo(crossovers: readonly Crossover[]): string {
  if (crossovers.some(({ kind }) => kind === 'always')) return 'at no size measured';
  const crossings = crossovers.filter((one) => one.kind === 'at');
  if (crossings.length === 0) {
    if (crossovers.length === 0) return 'not measured';
    return crossovers.every(({ kind }) => kind === 'never') ? 'at every size measured' : 'undecided';
  }
  const lows = crossings.map(({ low }) => low);
  if (lows.includes(null)) return 'undecided at the smallest sizes';
  const size = formatSize(Math.min(...lows.map(Number)), ' ', 2);
  return crossovers.some(({ kind }) => kind === 'undecided') ? `up to ${size} at the most` : `up to ${size}`;
}

function collectionsInWords(cells: readonly CellSummary[], crossings: number): string {
  return ['clone', ...RIVALS]
    .map((transport) => {
      const cell = measured(cells, transport).find(({ sizeBytes }) => sizeBytes === GC_SIZE_BYTES);
      const rates = cell && gcRatesOf(cell, crossings);
      return `${transport} ${rates ? rates.perThousandRoundTrips.toFixed(0) : 'not known'}`;
    })
    .join(', ');
}

/** At the largest size at which a clone's is known; what is not known there is said to be so. */
function memoryInWords(cells: readonly CellSummary[]): string {
  const at = measured(cells, 'clone').findLast(
    (cell) => amplificationOf(cell, cells) !== undefined,
  )?.sizeBytes;
  if (at === undefined) return 'not known';
  const texts = ['clone', ...RIVALS].map((transport) => {
    const cell = measured(cells, transport).find(({ sizeBytes }) => sizeBytes === at);
    const sets = cell && amplificationOf(cell, cells);
    return `${transport} ${sets === undefined ? 'not known' : `×${sets.toFixed(1)}`}`;
  });
  return `${texts.join(', ')}, at ${formatSize(at)}`;
}

function measured(cells: readonly CellSummary[], transport: string): MeasuredSummary[] {
  return cells
    .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && cell.transport === transport)
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
}

/** One sentence a rival: in which engines it beats a clone, and from where for sure. */
export function headlines(answers: readonly { engine: string; answer: Answer }[]): string[] {
  return RIVALS.map((rival) => {
    const found = answers.map(({ engine, answer }) => ({ engine, crossover: answer.beatsClone[rival] }));
    const of = (kind: Crossover['kind']) =>
      inWords(found.filter(({ crossover }) => crossover?.kind === kind).map(({ engine }) => engine));
    const [always, at, never, undecided] = (['always', 'at', 'never', 'undecided'] as const).map(of);
    const latest = Math.max(
      ...found.flatMap(({ crossover }) => (crossover?.kind === 'at' ? crossover.high : [])),
    );
    const texts = [
      ...(always ? [`at every size measured in ${always}`] : []),
      ...(at ? [`from ${formatSize(latest, ' ', 2)} on at the latest in ${at}`] : []),
      ...(never ? [`at no size measured in ${never}`] : []),
    ];
    const absent = inWords(found.filter(({ crossover }) => !crossover).map(({ engine }) => engine));
    const verb = rival === 'share' ? 'Sharing' : 'Transferring';
    return [
      ...(texts.length > 0 ? [`${verb} beats cloning ${inWords(texts)}.`] : []),
      ...(undecided ? [`From where ${verb.toLowerCase()} does in ${undecided} is undecided.`] : []),
      ...(absent ? [`${verb} was not measured beside cloning in ${absent}.`] : []),
    ].join(' ');
  });
}

export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
