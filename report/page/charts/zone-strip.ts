import { type Zone, zoneInWords } from '../../../results/advice/zones.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { shape } from '../parts/dom.ts';

const HEIGHT = 24;
/** Estimated, because measuring each label would lay out the page. */
const CHARACTER_WIDTH = 6.6;

/** From left to right in the drawing. */
interface Span {
  readonly left: number;
  readonly right: number;
}

interface Place {
  readonly x: (sizeBytes: number) => number;
  readonly top: number;
  /** What the chart's handle covers. */
  readonly handle: Span;
  readonly colorOf: (name: string) => string;
  readonly baseline: string | null;
}

/** Each zone has the colours of its methods; where it is undecided which of them is faster, they are pale. */
export function zoneStrip(
  zones: readonly Zone[],
  { x, top, handle, colorOf, baseline }: Place,
): SVGElement[] {
  return zones.map((zone, at) => {
    const before = zones[at - 1];
    const after = zones[at + 1];
    const left = x(before ? Math.sqrt(before.toBytes * zone.fromBytes) : zone.fromBytes);
    const right = x(after ? Math.sqrt(zone.toBytes * after.fromBytes) : zone.toBytes);
    const height = HEIGHT / zone.unbeaten.length;
    const visible = widestBeside(handle, { left, right });
    const words = zoneInWords(zone, baseline);
    const attributes = {
      class: 'zone',
      x: (visible.left + visible.right) / 2,
      y: top + HEIGHT / 2 + 4,
      'text-anchor': 'middle',
    };
    return shape(
      'g',
      {},
      shape('title', {}, zoneTitle(zone, baseline)),
      ...zone.unbeaten.map((name, row) =>
        shape('rect', {
          x: left,
          y: top + row * height,
          width: Math.max(right - left - 1, 1),
          height,
          fill: colorOf(name),
          'fill-opacity': zone.kind === 'undecided' ? 0.16 : 0.5,
        }),
      ),
      ...(words.length * CHARACTER_WIDTH < visible.right - visible.left
        ? [shape('text', attributes, words)]
        : []),
    );
  });
}

/** The widest part of a zone that the handle does not cover. */
function widestBeside(handle: Span, zone: Span): Span {
  if (handle.right <= zone.left || handle.left >= zone.right) return zone;
  const before = { left: zone.left, right: handle.left };
  const after = { left: handle.right, right: zone.right };
  return before.right - before.left > after.right - after.left ? before : after;
}

function zoneTitle(zone: Zone, baseline: string | null): string {
  const { fromBytes, toBytes, unbeaten, kind } = zone;
  const range =
    fromBytes === toBytes ? formatSize(fromBytes) : `${formatSize(fromBytes)} to ${formatSize(toBytes)}`;
  const words = zoneInWords(zone, baseline);
  const note = kind === 'undecided' && words !== 'undecided' ? ', undecided which' : '';
  const among = words === 'undecided' ? ` between ${unbeaten.join(', ')}` : '';
  return `${range}: ${words}${note}${among}`;
}

/** The zones for readers who do not see them. */
export function zonesInWords(zones: readonly Zone[], baseline: string | null): string {
  return zones.map((zone) => zoneTitle(zone, baseline)).join('; ');
}
