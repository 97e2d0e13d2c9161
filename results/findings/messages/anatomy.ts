import { formatSize } from '../../schema/sizes.ts';
import { type Estimate, estimate } from '../../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../../summary/summary.ts';

/** The suite whose transports are the steps of a round trip: `clone-there-post` is a method and a step. */
export const ANATOMY = 'anatomy';
export const ANATOMY_METHODS = ['clone', 'transfer'] as const;
type AnatomyMethod = (typeof ANATOMY_METHODS)[number];

/** In their order. Where the clocks of both sides are not aligned well enough, the two waits are known as a sum alone. */
export const ANATOMY_STEPS = [
  'there-post',
  'there-wait',
  'there-read',
  'there-touch',
  'back-post',
  'back-wait',
  'back-read',
  'back-touch',
] as const;
export const BOTH_WAITS = 'waits';
export const ON_PAGE = 'page';

/** Engines differ in what they do in each step, so whoever compares their shares must know. */
export const READ_BEFORE_EVENT =
  'Firefox, WebKit and the runtimes deserialise before the event: there it counts as waiting and not as reading, although it too blocks the page';

/** What a round trip consists of, both ways together. */
const KINDS = {
  post: ['there-post', 'back-post'],
  wait: [BOTH_WAITS],
  read: ['there-read', 'back-read'],
  touch: ['there-touch', 'back-touch'],
  page: [ON_PAGE],
} as const satisfies Record<string, readonly string[]>;
type Kind = keyof typeof KINDS;

/** How much of a round trip each kind of step takes. A kind is absent if any of its steps was not measured: the others are not all of it. */
export type Shares = Partial<Record<Kind, Estimate>>;

export function cellOf(
  cells: readonly CellSummary[],
  sizeBytes: number,
  transport: string,
): CellSummary | undefined {
  return cells.find((cell) => cell.sizeBytes === sizeBytes && cell.transport === transport);
}

/** @param cells Of one engine and the suite. */
export function anatomyShares(
  cells: readonly CellSummary[],
  method: AnatomyMethod,
  sizeBytes: number,
): Shares {
  const whole = cellOf(cells, sizeBytes, method);
  if (whole?.status !== 'measured') return {};
  const shares: Shares = {};
  for (const [kind, steps] of Object.entries(KINDS) as [Kind, readonly string[]][]) {
    const parts = steps
      .map((step) => cellOf(cells, sizeBytes, `${method}-${step}`))
      .filter((cell): cell is MeasuredSummary => cell?.status === 'measured');
    const share = parts.length === steps.length ? shareOf(whole, parts) : undefined;
    if (share) shares[kind] = share;
  }
  return shares;
}

function shareOf(whole: MeasuredSummary, parts: readonly MeasuredSummary[]): Estimate | undefined {
  const shares = whole.launches.flatMap(({ launch, valueMs: wholeMs }) => {
    const own = parts.flatMap(({ launches }) => launches.find((one) => one.launch === launch)?.valueMs ?? []);
    return own.length === parts.length ? [own.reduce((sum, valueMs) => sum + valueMs, 0) / wholeMs] : [];
  });
  return shares.length === 0 ? undefined : estimate(shares);
}

export function formatShare(share: number): string {
  return share < 0.005 ? 'less than 1%' : `${(100 * share).toFixed(0)}%`;
}

const WORDS: Record<Kind, (share: string) => string> = {
  post: (share) => `${share} in postMessage`,
  wait: (share) => `${share} waiting`,
  read: (share) => `${share} reading the data`,
  touch: (share) => `${share} touching the bytes`,
  page: (share) => `the page blocked in postMessage, reading and touching for ${share}`,
};

/** `"a clone of 1 MiB: 45% in postMessage, 50% waiting, …"`; `undefined` if it was not measured. @param sharesInWords By kind. */
export function anatomyInWords(
  method: AnatomyMethod,
  sizeBytes: number,
  sharesInWords: (kind: Kind) => string | undefined,
): string | undefined {
  const texts = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const share = sharesInWords(kind);
    return share === undefined ? [] : [WORDS[kind](share)];
  });
  return texts.length === 0 ? undefined : `a ${method} of ${formatSize(sizeBytes)}: ${texts.join(', ')}`;
}
