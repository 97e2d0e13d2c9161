import { type Crossover, crossover } from './crossover.ts';
import { amplificationOf, gcRatesOf } from './pressure.ts';
import type { SuiteInfo } from './schema.ts';
import { formatSize } from './sizes.ts';
import type { CellSummary, MeasuredSummary } from './summary.ts';

/** The suite that answers the question for data that lie in no Wasm memory, and its transports. */
export const ANSWERING_SUITE = 'round-trip';
export const RIVALS = ['transfer', 'share'] as const;
export type Rival = (typeof RIVALS)[number];

/** What one engine's round trips say: from which size on a rival beats a clone, and what a clone leaves behind. */
export interface Answer {
  readonly beatsClone: Readonly<Record<Rival, Crossover>>;
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
    transfer: crossover(cells, 'transfer', 'clone'),
    share: crossover(cells, 'share', 'clone'),
  };
  return {
    beatsClone,
    cloneUpTo: cloneUpTo(Object.values(beatsClone)),
    collections: collectionsInWords(cells, crossings),
    memory: memoryInWords(cells),
  };
}

/** A clone is as good as long as no rival is known to be faster. */
function cloneUpTo(crossovers: readonly Crossover[]): string {
  if (crossovers.some(({ kind }) => kind === 'always')) return 'at no size measured';
  const crossings = crossovers.filter((one) => one.kind === 'at');
  if (crossings.length === 0) {
    return crossovers.every(({ kind }) => kind === 'never') ? 'at every size measured' : 'undecided';
  }
  const lows = crossings.map(({ low }) => low);
  if (lows.includes(null)) return 'undecided at the smallest sizes';
  return `up to ${formatSize(Math.min(...lows.map(Number)), ' ', 2)}`;
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

/** At the largest size at which it is known. */
function memoryInWords(cells: readonly CellSummary[]): string {
  return ['clone', ...RIVALS]
    .map((transport) => {
      const known = measured(cells, transport).flatMap((cell) => amplificationOf(cell, cells) ?? []);
      const largest = known.at(-1);
      return `${transport} ${largest === undefined ? 'not known' : `×${largest.toFixed(1)}`}`;
    })
    .join(', ');
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
      inWords(found.filter(({ crossover }) => crossover.kind === kind).map(({ engine }) => engine));
    const [always, at, never, undecided] = (['always', 'at', 'never', 'undecided'] as const).map(of);
    const latest = Math.max(
      ...found.flatMap(({ crossover }) => (crossover.kind === 'at' ? crossover.high : [])),
    );
    const texts = [
      ...(always ? [`at every size measured in ${always}`] : []),
      ...(at ? [`from ${formatSize(latest, ' ', 2)} on at the latest in ${at}`] : []),
      ...(never ? [`at no size measured in ${never}`] : []),
    ];
    const verb = rival === 'share' ? 'Sharing' : 'Transferring';
    return [
      ...(texts.length > 0 ? [`${verb} beats cloning ${inWords(texts)}.`] : []),
      ...(undecided ? [`From where ${verb.toLowerCase()} does in ${undecided} is undecided.`] : []),
    ].join(' ');
  });
}

export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
