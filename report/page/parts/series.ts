import type { PointStyle } from 'chart.js';
import type { TransportInfo } from '../../../results/schema/run.ts';

/** How a transport or control is drawn. */
export interface SeriesStyle {
  readonly color: string;
  readonly dash: number[];
  readonly point: PointStyle;
  readonly symbol: string;
  /** The colour of a label on the colour of the series, where that is an area. Default: black. */
  readonly labelColor?: string;
}

/** Okabe and Ito's colours, distinguishable for colour-blind readers; each has its own shape. */
const [VERMILION, GREEN, PURPLE, BLUE, ORANGE, SKY] = [
  { color: '#d55e00', dash: [], point: 'circle', symbol: '●' },
  { color: '#009e73', dash: [], point: 'triangle', symbol: '▲' },
  { color: '#cc79a7', dash: [], point: 'rectRot', symbol: '◆' },
  { color: '#0072b2', dash: [], point: 'rect', symbol: '■' },
  { color: '#e69f00', dash: [], point: 'star', symbol: '✱' },
  { color: '#56b4e9', dash: [], point: 'cross', symbol: '✚' },
] as const satisfies SeriesStyle[];
/** The colour of controls. */
export const GREY = '#7f7f7f';
/** Clone, transfer and share look the same in every suite. */
const OWN_STYLES: Readonly<Record<string, SeriesStyle>> = {
  clone: VERMILION,
  transfer: GREEN,
  share: PURPLE,
};
/** Of the other transports: the colours that are free, and each of them again with other dashes and points. */
const FREE = [BLUE, ORANGE, SKY];
const AGAIN: readonly Omit<SeriesStyle, 'color'>[] = [
  { dash: [7, 4], point: 'rectRot', symbol: '◆' },
  { dash: [2, 3], point: 'triangle', symbol: '▲' },
  { dash: [10, 3, 2, 3], point: 'circle', symbol: '●' },
  { dash: [4, 4], point: 'crossRot', symbol: '✖' },
];
const OTHER_STYLES: readonly SeriesStyle[] = [
  ...FREE,
  ...AGAIN.flatMap((again) => FREE.map(({ color }) => ({ ...again, color }))),
];
const CONTROL_STYLES: readonly SeriesStyle[] = [
  { color: GREY, dash: [6, 3], point: false, symbol: '– –' },
  { color: GREY, dash: [2, 3], point: false, symbol: '····' },
  { color: GREY, dash: [10, 3, 2, 3], point: false, symbol: '–·–' },
];

/** Ten styles for lines that are not transports, such as sizes and launches: five colours with a contrast of at least 3 to 1 on either background, solid and dashed. */
export const LINE_STYLES: readonly SeriesStyle[] = [
  { dash: [], symbol: '━━' },
  { dash: [7, 4], symbol: '╍╍' },
].flatMap(({ dash, symbol }) =>
  ['#0072b2', '#d55e00', '#00855f', '#b8578f', '#7a6a00'].map((color) => ({
    color,
    dash,
    symbol,
    point: 'circle' as const,
  })),
);

const area = (color: string, labelColor = '#000000') =>
  ({ color, dash: [], point: 'rect', symbol: '■', labelColor }) satisfies SeriesStyle;

/** The parts of stacks: full colours, and mixed with white, so that black labels are readable on either background. */
export const STACK_STYLES = {
  blue: { full: area(BLUE.color, '#ffffff'), pale: area('#8cbcdc') },
  orange: { full: area(ORANGE.color), pale: area('#f5d48c') },
  green: { full: area(GREEN.color), pale: area('#80cfb9') },
  grey: { full: area('#8f8f8f'), half: area('#ababab'), pale: area('#c8c8c8') },
} as const;

/** The style of series that are not transports. */
export const OTHER_STYLE: SeriesStyle = BLUE;

export function stylesOf(transports: readonly TransportInfo[]): Map<string, SeriesStyle> {
  const named = transports.filter(
    ({ name, role }) => role === 'transport' && Object.hasOwn(OWN_STYLES, name),
  );
  const others = transports.filter(
    ({ name, role }) => role === 'transport' && !Object.hasOwn(OWN_STYLES, name),
  );
  const controls = transports.filter(({ role }) => role === 'control');
  const inTurn = (own: readonly TransportInfo[], styles: readonly SeriesStyle[]) =>
    own.map(({ name }, at) => [name, styles[at % styles.length] as SeriesStyle] as const);
  return new Map([
    ...named.map(({ name }) => [name, OWN_STYLES[name] as SeriesStyle] as const),
    ...inTurn(others, OTHER_STYLES),
    ...inTurn(controls, CONTROL_STYLES),
  ]);
}
