import { calibrationTable } from '../../results/comparison/calibration-table.ts';
import type { Comparison } from '../../results/comparison/comparison.ts';
import {
  detectableWords,
  placementWords,
  verdictWords,
  worstFirst,
} from '../../results/comparison/comparison-markdown.ts';
import { formatCellName, formatRatio, formatRatioEstimate } from '../../results/findings/format.ts';
import { exactSize, formatSize } from '../../results/schema/sizes.ts';
import type { Dashboard } from '../../results/trends/dashboard-data.ts';
import { noStepInWords, stateInWords } from '../../results/trends/state-in-words.ts';
import { pairId } from '../../results/trends/trends.ts';
import { figureView, symbolOf } from './charts/figure-view.ts';
import { LazyFigures } from './charts/lazy-figures.ts';
import { sizesOf, strandsOf, styleOf, trendFigures } from './charts/trend-figures.ts';
import { byId, element, table } from './parts/dom.ts';
import { PageState } from './parts/page-state.ts';
import { Switches } from './parts/switches.ts';
import { unpack } from './parts/unpack.ts';

const COMMIT_DIGITS = 10;

/** Newest first: readers look for the latest change. */
function stepsTable({ trends, runs, versions }: Dashboard): HTMLElement {
  const rows = trends
    .flatMap((trend) => trend.steps.map((step) => ({ trend, step })))
    .sort((a, b) => b.step.run - a.step.run)
    .map(({ trend, step }) => {
      const [before, at] = [runs[step.after], runs[step.run]];
      const version = versions.find(
        ({ engine, machine, run }) =>
          engine === trend.engine && machine === trend.machine && run > step.after && run <= step.run,
      );
      const commits = [before, at].map((run) => run?.commit?.slice(0, COMMIT_DIGITS) ?? 'unknown');
      return [
        at?.startedAt.slice(0, 10) ?? '',
        element('a', { href: `#chart-${pairId(trend)}` }, `${trend.above} ÷ ${trend.below}`),
        trend.suite,
        trend.engine,
        trend.machine,
        formatSize(trend.sizeBytes),
        `×${formatRatio(step.ratio)}`,
        commits.join(' → '),
        version ? `${version.from} → ${version.to}` : 'unchanged',
      ];
    });
  if (rows.length === 0) return element('p', {}, noStepInWords(trends));
  return table(
    `${rows.length} ${rows.length === 1 ? 'step' : 'steps'} in ${runs.length} runs`,
    ['date', 'ratio', 'suite', 'engine', 'machine', 'size', 'step', 'commits', 'engine version'],
    rows,
  );
}

function verdictsTable(comparison: Comparison | null): HTMLElement[] {
  if (!comparison)
    return [
      element('p', {}, 'None yet. compare --json FILE writes one, and dashboard --comparison FILE shows it.'),
    ];
  const { outcome, base, head, design, suite, startedAt, reasons, verdicts, notCompared, placements } =
    comparison;
  return [
    element('p', { class: 'headline' }, `${outcome}: ${head} compared with ${base}`),
    element(
      'p',
      { class: 'note' },
      `${startedAt.slice(0, 10)}, ${suite.name}, ${design}. ${reasons.join('; ')}`,
    ),
    ...[detectableWords(verdicts) ?? [], ...placements.flatMap((one) => placementWords(one) ?? [])]
      .flat()
      .map((words) => element('p', { class: 'note' }, words)),
    ...notCompared.map((one) =>
      element(
        'p',
        { class: 'note' },
        `Not compared: ${one.engine}: ${formatCellName(suite, one)}: ${one.reason}`,
      ),
    ),
    ...(verdicts.length === 0
      ? []
      : [
          table(
            'Cells, worst first',
            ['verdict', 'engine', 'cell', 'head ÷ base (95%)', 'smallest detectable'],
            worstFirst(verdicts).map((one) => [
              verdictWords(one),
              one.engine,
              formatCellName(suite, one),
              formatRatioEstimate({ value: one.ratio, interval: one }),
              `×${formatRatio(one.minimumDetectable)}`,
            ]),
          ),
        ]),
  ];
}

function calibrationSection({ calibrations }: Dashboard): HTMLElement[] {
  if (calibrations.length === 0) return [element('p', {}, 'None yet. calibrate makes them.')];
  return calibrations.map((calibration) => {
    const { caption, head, rows } = calibrationTable(calibration);
    return table(caption, head, rows);
  });
}

const dashboard = await unpack<Dashboard>(byId('dashboard').textContent);
const switches = new Switches(new PageState());
const lazy = new LazyFigures();
switches.onChange(() => lazy.redraw());
const strands = strandsOf(dashboard);
const sizes = sizesOf(dashboard);
byId('state').textContent = stateInWords(dashboard);
byId('steps-table').replaceChildren(stepsTable(dashboard));
byId('verdicts-table').replaceChildren(...verdictsTable(dashboard.comparison));
byId('calibration-table').replaceChildren(...calibrationSection(dashboard));
byId('switches').replaceChildren(
  switches.group('Engines', strands),
  switches.group(
    'Sizes',
    sizes.map((sizeBytes) => ({
      id: exactSize(sizeBytes),
      title: formatSize(sizeBytes),
      symbol: symbolOf(styleOf(sizeBytes, sizes)),
    })),
  ),
);
byId('trends').replaceChildren();
if (dashboard.trends.length === 0) {
  byId('trends').append(
    element(
      'p',
      {},
      dashboard.runs.length === 0
        ? 'The history has no runs yet. history add FILE adds one.'
        : 'Nothing is followed in these runs: they have no pair of transports that is followed, or are visits, which may be of several devices.',
    ),
  );
}
byId('report').hidden = false;
performance.mark('interactive');
// The tables above are already shown; figures of a year's runs are slow, so the page stays responsive between two of them.
for (const figure of trendFigures(dashboard)) {
  const view = figureView(figure, strands, switches, () => {});
  if (!view) continue;
  byId('trends').append(view.root);
  lazy.add(view);
  await new Promise((resolve) => setTimeout(resolve));
}
performance.mark('whole');
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
