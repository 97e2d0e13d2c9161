import { formatDuration, inWords } from '../findings/format.ts';
import {
  ANATOMY,
  ANATOMY_METHODS,
  anatomyInWords,
  anatomyShares,
  formatShare,
  READ_BEFORE_EVENT,
  type Shares,
} from '../findings/messages/anatomy.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import { cellEstimateMs } from '../summary/cell-figures.ts';
import { areOnOneHost } from '../summary/hosts.ts';
import { formatParameter } from '../summary/rows.ts';
import type { CellSummary } from '../summary/summary.ts';
import { standingOf, type Zone } from './zones.ts';

/** Large enough for the bytes to matter, small enough for many launches. */
const SIZE_BYTES = 1024 ** 2;
/** A sentence that names more is a list. */
const MOST_NAMED = 3;
/** Where transports do different things: one for each part of the suite's question, all measured at the same size. They are named first. */
const FIRST_NAMED: Readonly<Record<string, readonly string[]>> = {
  'shape-steps': ['encode-json-text', 'move-json-text', 'decode-json-text'],
  pixels: ['bytes-clone', 'bytes-transfer', 'image-bitmap'],
  posting: ['memory-64kib', 'memory-256mib'],
  setup: ['start-worker', 'compile', 'post-module'],
  programs: ['oxipng-start', 'oxipng', 'jxl'],
};

interface Engine {
  readonly release: string;
  /** Of the suite. */
  readonly cells: readonly CellSummary[];
}

/**
 * The finding of a suite in one sentence: at one size, which of its rivals is the fastest in which engines, or else what each transport
 * takes. `undefined` if there is nothing to say.
 */
export function suiteSentence(suite: SuiteInfo, engines: readonly Engine[]): string | undefined {
  const transports = suite.transports.filter(({ role }) => role === 'transport');
  const first = FIRST_NAMED[suite.name] ?? [];
  const own = [...transports]
    .sort((a, b) => Number(first.includes(b.name)) - Number(first.includes(a.name)))
    .map(({ name }) => name);
  const { sizeBytes, parameter } = placeOf(suite, own[0]);
  if (suite.name === ANATOMY) return anatomySentence(sizeBytes, engines);
  const here = engines.map(({ release, cells }) => ({
    release,
    cells: cells.filter((cell) => cell.sizeBytes === sizeBytes && cell.parameter === parameter),
  }));
  const parts = suite.areRivals ? fastestInWords(own, here) : rangesInWords(own, here);
  if (parts.length === 0) return undefined;
  const where = [
    ...(sizeBytes > 0 ? [formatSize(sizeBytes)] : []),
    ...(parameter !== null && suite.parameter ? [formatParameter(suite.parameter, parameter)] : []),
  ].join(', ');
  return `${where === '' ? '' : `At ${where}: `}${parts.join('; ')}.`;
}

/** The size and the value of the parameter that the sentence is about. @param first The transport that is named first: not all have every size. */
function placeOf(
  { sizesBytes: all, parameter, transports }: SuiteInfo,
  first: string | undefined,
): { sizeBytes: number; parameter: number | null } {
  const own = transports.find(({ name }) => name === first)?.sizesBytes;
  const sizesBytes = all.filter((sizeBytes) => own?.includes(sizeBytes) ?? true);
  const sizeBytes = sizesBytes.findLast((size) => size <= SIZE_BYTES) ?? sizesBytes[0] ?? 0;
  return { sizeBytes, parameter: parameter?.values.at(-1) ?? null };
}

/** Engines with the same answer are named together. */
function fastestInWords(names: readonly string[], engines: readonly Engine[]): string[] {
  const answers = new Map<string, string[]>();
  for (const { release, cells } of engines) {
    const standing = standingOf(names, cells);
    if (!standing) continue;
    const words = standingInWords(standing);
    answers.set(words, [...(answers.get(words) ?? []), release]);
  }
  return [...answers]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([words, releases]) => `${words} in ${inWords(releases)}`);
}

function standingInWords({ unbeaten, kind }: Pick<Zone, 'unbeaten' | 'kind'>): string {
  switch (kind) {
    case 'one':
      return `${unbeaten.join()} is the fastest`;
    case 'no difference':
      return 'no difference';
    case 'equals':
      return `${inWords(unbeaten)} are equally fast`;
    case 'undecided':
      return unbeaten.length > MOST_NAMED
        ? 'undecided which is the fastest'
        : `${unbeaten.join(' or ')} is the fastest (undecided which)`;
  }
}

/** What a round trip consists of in the engines. */
function anatomySentence(sizeBytes: number, engines: readonly Engine[]): string | undefined {
  const texts = ANATOMY_METHODS.flatMap((method) => {
    const all = engines.map(({ release, cells }) => ({
      release,
      shares: anatomyShares(cells, method, sizeBytes),
    }));
    // Touching takes little, and the sentence is long.
    const range = (kind: keyof Shares) => (kind === 'touch' ? undefined : shareRange(all, kind));
    return anatomyInWords(method, sizeBytes, range) ?? [];
  });
  return texts.length === 0
    ? undefined
    : `Of the round trip of ${texts.join('; and of ')}. ${READ_BEFORE_EVENT}.`;
}

/** From the engine in which it is least to the one in which it is most. */
function shareRange(
  engines: readonly { readonly release: string; readonly shares: Shares }[],
  kind: keyof Shares,
): string | undefined {
  const found = engines
    .flatMap(({ release, shares }) => {
      const share = shares[kind]?.value;
      return share === undefined ? [] : [{ release, share }];
    })
    .sort((a, b) => a.share - b.share);
  const [least, most] = [found[0], found.at(-1)];
  if (!least || !most) return undefined;
  const low = `${formatShare(least.share)} (${least.release})`;
  return least === most ? low : `${low} to ${formatShare(most.share)} (${most.release})`;
}

/** For transports that do different things: from the engine that takes the least to the one that takes the most, on one machine. */
function rangesInWords(names: readonly string[], engines: readonly Engine[]): string[] {
  if (!areOnOneHost(engines.flatMap(({ cells }) => cells))) return [];
  return names
    .flatMap((name) => {
      const times = engines
        .flatMap(({ release, cells }) =>
          cells.flatMap((cell) =>
            cell.status === 'measured' && cell.transport === name
              ? [{ release, ms: cellEstimateMs(cell).value }]
              : [],
          ),
        )
        .sort((a, b) => a.ms - b.ms);
      const [least, most] = [times[0], times.at(-1)];
      if (!least || !most) return [];
      const low = `${formatDuration(least.ms)} (${least.release})`;
      return [
        least === most ? `${name} ${low}` : `${name} ${low} to ${formatDuration(most.ms)} (${most.release})`,
      ];
    })
    .slice(0, MOST_NAMED);
}
