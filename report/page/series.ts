import type { PointStyle } from 'chart.js';
import type { TransportInfo } from '../../results/schema.ts';

/** How a transport or control is drawn, the same in every chart. */
export interface SeriesStyle {
  readonly color: string;
  readonly dash: number[];
  readonly point: PointStyle;
  readonly symbol: string;
}

/** Okabe and Ito's colours, told apart by the colour-blind; each with a shape of its own. */
const TRANSPORT_STYLES: readonly SeriesStyle[] = [
  { color: '#d55e00', dash: [], point: 'circle', symbol: '●' },
  { color: '#009e73', dash: [], point: 'triangle', symbol: '▲' },
  { color: '#cc79a7', dash: [], point: 'rectRot', symbol: '◆' },
  { color: '#0072b2', dash: [], point: 'rect', symbol: '■' },
  { color: '#e69f00', dash: [], point: 'star', symbol: '✱' },
  { color: '#56b4e9', dash: [], point: 'cross', symbol: '✚' },
];
const CONTROL_STYLES: readonly SeriesStyle[] = [
  { color: '#7f7f7f', dash: [6, 3], point: false, symbol: '– –' },
  { color: '#7f7f7f', dash: [2, 3], point: false, symbol: '····' },
  { color: '#7f7f7f', dash: [10, 3, 2, 3], point: false, symbol: '–·–' },
];

export function stylesOf(transports: readonly TransportInfo[]): Map<string, SeriesStyle> {
  const styles = new Map<string, SeriesStyle>();
  for (const [role, list] of [
    ['transport', TRANSPORT_STYLES],
    ['control', CONTROL_STYLES],
  ] as const) {
    const own = transports.filter((transport) => transport.role === role);
    for (const [at, { name }] of own.entries()) styles.set(name, list[at % list.length] as SeriesStyle);
  }
  return styles;
}
