import type { Zone } from '../../../results/advice/zones.ts';
import { formatDuration } from '../../../results/findings/format.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { element, shape, unbroken } from '../parts/dom.ts';
import { sizeInWords } from '../parts/question.ts';
import type { SeriesStyle } from '../parts/series.ts';
import type { SizeScale } from '../parts/size-scale.ts';
import type { Range } from './chart.ts';
import { zoneStrip, zonesInWords } from './zone-strip.ts';

/** The time of one method by size, in milliseconds. */
export interface Curve {
  readonly name: string;
  readonly style: SeriesStyle;
  readonly points: readonly {
    readonly sizeBytes: number;
    readonly ms: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** What the chart shows of one engine. */
export interface SizeChartContent {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly zones: readonly Zone[];
  readonly baseline: string | null;
  /** The same for all engines of a machine. */
  readonly range: Range;
  /** The reader's size. */
  readonly sizeBytes: number;
  /** The times at the reader's size. */
  readonly values: readonly { readonly name: string; readonly ms: number; readonly words: string }[];
}

/** A frame at 60 Hz. */
export const FRAME_MS = 1000 / 60;

const HEIGHT = 340;
const MARGIN = { top: 28, right: 78, bottom: 58, left: 62 };
/** Between the axis and the strip of zones, which is the slider's track. */
const ZONE_GAP = 26;
const THUMB = 22;
const LABEL_HEIGHT = 15;

/** The chart of the first view: the time of a round trip by size, and the reader's size as its handle. */
export class SizeChart {
  readonly root: HTMLElement;
  readonly #drawing = shape('svg', { class: 'size-drawing', role: 'img' });
  readonly #slider = element('input', {
    type: 'range',
    class: 'size-slider',
    min: '0',
    step: '1',
    'aria-label': 'The size of my working set',
  });
  readonly #scale: SizeScale;
  #content: SizeChartContent | undefined;
  #width = 0;

  /** @param onSize Called with the size to which the reader moves the handle. */
  constructor(scale: SizeScale, onSize: (sizeBytes: number) => void) {
    this.#scale = scale;
    this.#slider.max = String(scale.mostSteps);
    this.root = element('div', { class: 'size-chart' }, this.#drawing, this.#slider);
    this.#slider.addEventListener('input', () => onSize(scale.toBytes(Number(this.#slider.value))));
    let left = 0;
    const drag = (event: PointerEvent) => {
      const sizeBytes = this.#sizeAt(event.clientX - left);
      if (sizeBytes !== this.#content?.sizeBytes) onSize(sizeBytes);
    };
    this.#drawing.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      // Reading it at each move would lay out the page each time.
      ({ left } = this.#drawing.getBoundingClientRect());
      this.#drawing.setPointerCapture(event.pointerId);
      drag(event);
      this.#slider.focus({ preventScroll: true });
      event.preventDefault();
    });
    this.#drawing.addEventListener('pointermove', (event) => {
      if (this.#drawing.hasPointerCapture(event.pointerId)) drag(event);
    });
    new ResizeObserver(([entry]) => {
      this.#width = entry?.contentRect.width ?? 0;
      this.#draw();
    }).observe(this.root);
  }

  show(content: SizeChartContent): void {
    this.#content = content;
    this.#slider.value = String(this.#scale.toStep(content.sizeBytes));
    const values = content.values.map(({ name, words }) => `${name} ${words}`).join(', ');
    this.#slider.setAttribute('aria-valuetext', `${sizeInWords(content.sizeBytes)}: ${values}`);
    this.#draw();
  }

  get #right(): number {
    return this.#width - MARGIN.right;
  }

  #x(sizeBytes: number): number {
    return MARGIN.left + this.#scale.shareOf(sizeBytes) * (this.#right - MARGIN.left);
  }

  #sizeAt(x: number): number {
    const share = (x - MARGIN.left) / (this.#right - MARGIN.left);
    return this.#scale.toBytes(Math.round(Math.min(Math.max(share, 0), 1) * this.#scale.mostSteps));
  }

  #draw(): void {
    const content = this.#content;
    if (!content || this.#width <= MARGIN.left + MARGIN.right) return;
    const { title, curves, zones, baseline, range, sizeBytes } = content;
    const bottom = HEIGHT - MARGIN.bottom;
    const y = (ms: number) => {
      const within = Math.min(Math.max(ms, range.min), range.max);
      const share = Math.log(within / range.min) / Math.log(range.max / range.min);
      return bottom - share * (bottom - MARGIN.top);
    };
    this.#slider.style.left = `${MARGIN.left - THUMB / 2}px`;
    this.#slider.style.width = `${this.#right - MARGIN.left + THUMB}px`;
    this.#slider.style.top = `${bottom + ZONE_GAP}px`;
    this.#drawing.setAttribute('viewBox', `0 0 ${this.#width} ${HEIGHT}`);
    this.#drawing.setAttribute(
      'aria-label',
      `${title}: time of a round trip by size. ${zonesInWords(zones, baseline)}`,
    );
    this.#drawing.replaceChildren(
      ...this.#handleLine(content, bottom),
      ...this.#axes(range, bottom, y),
      ...this.#frame(range, y),
      ...curves.flatMap((curve) => this.#band(curve, y)),
      ...curves.map((curve) => this.#line(curve, y)),
      ...this.#labels(curves, y),
      ...this.#handle(content, y),
      ...zoneStrip(zones, {
        x: (sizeBytes) => this.#x(sizeBytes),
        top: bottom + ZONE_GAP,
        handle: { left: this.#x(sizeBytes) - THUMB / 2, right: this.#x(sizeBytes) + THUMB / 2 },
        colorOf: (name) => curves.find((curve) => curve.name === name)?.style.color ?? 'none',
        baseline,
      }),
    );
  }

  #axes({ min, max }: Range, bottom: number, y: (ms: number) => number): SVGElement[] {
    const decades: number[] = [];
    for (let ms = min; ms <= max * 1.001; ms *= 10) decades.push(ms);
    // On a phone every second label of many has room.
    const areMany = this.#scale.sizesBytes.length > 5;
    const every = areMany && this.#right - MARGIN.left < 460 ? 2 : 1;
    return [
      ...decades.flatMap((ms) => [
        shape('line', { class: 'grid', x1: MARGIN.left, x2: this.#right, y1: y(ms), y2: y(ms) }),
        shape(
          'text',
          { class: 'tick', x: MARGIN.left - 8, y: y(ms) + 4, 'text-anchor': 'end' },
          unbroken(formatDuration(ms).replace(/\.0+(?= )/, '')),
        ),
      ]),
      ...this.#scale.sizesBytes.flatMap((sizeBytes, at) => [
        shape('line', {
          class: 'grid',
          x1: this.#x(sizeBytes),
          x2: this.#x(sizeBytes),
          y1: MARGIN.top,
          y2: bottom,
        }),
        ...(at % every === 0
          ? [
              shape(
                'text',
                { class: 'tick', x: this.#x(sizeBytes), y: bottom + 17, 'text-anchor': 'middle' },
                unbroken(formatSize(sizeBytes)),
              ),
            ]
          : []),
      ]),
    ];
  }

  #frame({ min, max }: Range, y: (ms: number) => number): SVGElement[] {
    if (FRAME_MS < min || FRAME_MS > max) return [];
    const at = y(FRAME_MS);
    return [
      shape('line', { class: 'frame-budget', x1: MARGIN.left, x2: this.#right, y1: at, y2: at }),
      shape(
        'text',
        { class: 'frame-words', x: MARGIN.left + 6, y: at - 5 },
        unbroken(`a frame at 60 Hz: ${formatDuration(FRAME_MS)}`),
      ),
    ];
  }

  #band({ style, points }: Curve, y: (ms: number) => number): SVGElement[] {
    if (points.length < 2) return [];
    const there = points.map(({ sizeBytes, high }) => `${this.#x(sizeBytes)},${y(high)}`);
    const back = points.map(({ sizeBytes, low }) => `${this.#x(sizeBytes)},${y(low)}`).reverse();
    return [
      shape('polygon', { points: [...there, ...back].join(' '), fill: style.color, 'fill-opacity': 0.15 }),
    ];
  }

  #line({ name, style, points }: Curve, y: (ms: number) => number): SVGElement {
    return shape(
      'g',
      { fill: style.color, stroke: style.color },
      shape('polyline', {
        points: points.map(({ sizeBytes, ms }) => `${this.#x(sizeBytes)},${y(ms)}`).join(' '),
        fill: 'none',
        'stroke-width': 2,
      }),
      ...points.map(({ sizeBytes, ms, low, high }) =>
        shape(
          'circle',
          { cx: this.#x(sizeBytes), cy: y(ms), r: 3 },
          shape(
            'title',
            {},
            `${name}, ${formatSize(sizeBytes)}: ${formatDuration(ms)} (${formatDuration(low)} to ${formatDuration(high)})`,
          ),
        ),
      ),
    );
  }

  /** The names at the lines' ends, moved apart where lines meet. */
  #labels(curves: readonly Curve[], y: (ms: number) => number): SVGElement[] {
    const ends = curves
      .flatMap(({ name, style, points }) => {
        const last = points.at(-1);
        return last ? [{ name, style, x: this.#x(last.sizeBytes), y: y(last.ms) }] : [];
      })
      .sort((a, b) => a.y - b.y);
    const lowest = HEIGHT - MARGIN.bottom;
    let above = Number.NEGATIVE_INFINITY;
    return ends.map((end, at) => {
      const room = lowest - (ends.length - 1 - at) * LABEL_HEIGHT;
      above = Math.min(Math.max(end.y, above + LABEL_HEIGHT), Math.max(room, above + LABEL_HEIGHT));
      return shape(
        'text',
        { class: 'end', x: this.#right + 8, y: above + 4 },
        shape('tspan', { fill: end.style.color, 'aria-hidden': 'true' }, `${end.style.symbol} `),
        end.name,
      );
    });
  }

  #handleLine({ sizeBytes }: SizeChartContent, bottom: number): SVGElement[] {
    const x = this.#x(sizeBytes);
    return [shape('line', { class: 'handle', x1: x, x2: x, y1: MARGIN.top - 6, y2: bottom + ZONE_GAP })];
  }

  #handle({ sizeBytes, values }: SizeChartContent, y: (ms: number) => number): SVGElement[] {
    const x = this.#x(sizeBytes);
    return [
      shape(
        'text',
        { class: 'handle-words', x, y: MARGIN.top - 12, 'text-anchor': 'middle' },
        unbroken(sizeInWords(sizeBytes)),
      ),
      ...values.map(({ ms }) => shape('circle', { class: 'handle-dot', cx: x, cy: y(ms), r: 6 })),
    ];
  }
}
