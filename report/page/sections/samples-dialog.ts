import { Chart } from 'chart.js';
import { toCsv } from '../../../results/export/csv.ts';
import { formatDuration, formatTransport } from '../../../results/findings/format.ts';
import type { CellLaunch } from '../../../results/schema/cell.ts';
import { cellId } from '../../../results/schema/ids.ts';
import type { CellKey } from '../../../results/schema/keys.ts';
import type { Results } from '../../../results/schema/results.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { quantile } from '../../../results/statistics/estimate.ts';
import { inkOf } from '../charts/chart.ts';
import { symbolOf } from '../charts/figure-view.ts';
import { element, save, table } from '../parts/dom.ts';
import { LINE_STYLES, OTHER_STYLE, type SeriesStyle } from '../parts/series.ts';
import { type Subject, suiteOf } from '../parts/subject.ts';

/** Loads the results file of a subject, with its samples. */
export type SamplesOf = (subject: Subject) => Promise<Results>;

/** Styles repeat after ten launches; the table also identifies each launch, by its quantiles. */
function launchStyle(at: number): SeriesStyle {
  return LINE_STYLES[at % LINE_STYLES.length] ?? OTHER_STYLE;
}
const SHARES = [0, 0.25, 0.5, 0.75, 0.95, 1];

/** Shows the distribution of the samples of a cell, for each launch. */
export async function showSamples(subject: Subject, key: CellKey, samplesOf: SamplesOf): Promise<void> {
  const suite = suiteOf(subject, key.suite);
  const title = [
    subject.title,
    key.suite,
    ...(key.sizeBytes > 0 ? [formatSize(key.sizeBytes, ' ', 3)] : []),
    suite ? formatTransport(suite, key) : key.transport,
  ].join(', ');
  const body = element('div', {}, 'Loading the samples …');
  const close = element('button', { type: 'button' }, 'Close');
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'samples-title' },
    element('h2', { id: 'samples-title' }, title),
    body,
    close,
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  try {
    const { cells } = await samplesOf(subject);
    const cell = cells.find((one) => cellId(one) === cellId(key));
    if (cell?.status !== 'measured') throw new Error('the results file has no samples of this cell');
    show(body, title, cell.launches);
  } catch (error) {
    body.textContent = (error as Error).message;
  }
}

function show(body: HTMLElement, title: string, launches: readonly CellLaunch[]): void {
  const canvas = element('canvas', {
    role: 'img',
    'aria-label': `${title}: the samples of each launch, from the shortest to the longest; the table below has their quantiles`,
  });
  const csv = element('button', { type: 'button' }, 'All samples as CSV');
  csv.addEventListener('click', () => {
    const rows = launches.flatMap(({ launch, samplesMs }) =>
      samplesMs.map((sampleMs, sample) => [launch + 1, sample + 1, sampleMs]),
    );
    save('samples.csv', 'text/csv', toCsv([['launch', 'sample', 'ms'], ...rows]));
  });
  body.replaceChildren(
    element(
      'p',
      { class: 'see' },
      'One line per launch: the share of its samples that took at most this long. A steep line means steady samples; lines far apart mean launches that differ.',
    ),
    element('div', { class: 'chart' }, canvas),
    table(
      'Samples by launch',
      ['launch', 'samples', 'shortest', '25%', 'median', '75%', '95%', 'longest'],
      launches.map(({ launch, samplesMs }, at) => [
        element('span', {}, symbolOf(launchStyle(at)), ` ${launch + 1}`),
        String(samplesMs.length),
        ...SHARES.map((share) => formatDuration(quantile(samplesMs, share))),
      ]),
    ),
    csv,
  );
  drawDistribution(canvas, launches);
}

function drawDistribution(canvas: HTMLCanvasElement, launches: readonly CellLaunch[]): void {
  const { color, line } = inkOf(canvas);
  new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: {
      datasets: launches.map(({ launch, samplesMs }, at) => ({
        label: `launch ${launch + 1}`,
        data: [...samplesMs]
          .sort((a, b) => a - b)
          .map((x, rank, { length }) => ({ x, y: (rank + 1) / length })),
        borderColor: launchStyle(at).color,
        borderDash: launchStyle(at).dash,
        stepped: 'before',
        pointRadius: samplesMs.length === 1 ? 4 : 0,
        borderWidth: 2,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: {
          type: 'logarithmic',
          ticks: { color, maxTicksLimit: 8, callback: (value) => formatDuration(Number(value)) },
          grid: { color: line },
        },
        y: {
          type: 'linear',
          min: 0,
          max: 1,
          ticks: { color, callback: (value) => `${100 * Number(value)}%` },
          grid: { color: line },
        },
      },
    },
  });
}
