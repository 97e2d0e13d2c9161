import { Chart } from 'chart.js';

/** How the arrow keys move: to another point of the same line, or to another line. */
const MOVES: Readonly<Record<string, { readonly line: number; readonly point: number }>> = {
  ArrowLeft: { line: 0, point: -1 },
  ArrowRight: { line: 0, point: 1 },
  ArrowUp: { line: -1, point: 0 },
  ArrowDown: { line: 1, point: 0 },
};

/**
 * Lets a keyboard show the value and the interval of each point, as a pointer does. The chart is found anew each time, because it is
 * drawn anew when a switch changes.
 * @param said Where the point is put in words for a screen reader.
 */
export function addKeys(canvas: HTMLCanvasElement, said: HTMLElement): void {
  canvas.tabIndex = 0;
  let [line, point] = [0, -1];
  canvas.addEventListener('keydown', (event) => {
    const chart = Chart.getChart(canvas);
    const move = MOVES[event.key];
    if (!chart || !move) return;
    event.preventDefault();
    // The bounds of an interval are lines without a label.
    const lines = chart.data.datasets.flatMap(({ label, data }, index) =>
      label === '' || data.length === 0 ? [] : [{ index, points: data.length }],
    );
    line = Math.min(Math.max(line + move.line, 0), lines.length - 1);
    const found = lines[line];
    if (!found) return;
    point = Math.min(Math.max(point + move.point, 0), found.points - 1);
    show(chart, [{ datasetIndex: found.index, index: point }]);
    const { title = [], body = [] } = chart.tooltip ?? {};
    said.textContent = [...title, ...body.flatMap(({ lines: texts }) => texts)].join(', ');
  });
  canvas.addEventListener('blur', () => {
    const chart = Chart.getChart(canvas);
    if (chart) show(chart, []);
  });
}

function show(chart: Chart, active: { datasetIndex: number; index: number }[]): void {
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
  chart.update();
}
