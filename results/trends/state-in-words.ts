import { formatRatio, inWords } from '../findings/format.ts';
import { formatSize } from '../schema/sizes.ts';
import { LEAST_VALUES } from '../statistics/change-points.ts';
import type { Dashboard } from './dashboard-data.ts';

/** A list of more would not be a sentence. */
const MOST_NAMED = 3;

/** The state of affairs, with which the dashboard opens: how far the history goes, what moved last, and the latest comparison. */
export function stateInWords(dashboard: Dashboard): string {
  const { runs } = dashboard;
  const latest = runs.at(-1);
  if (!latest) return 'The history has no runs yet.';
  if (dashboard.isReference) {
    return `The history has no runs yet. This is the reference run, of ${latest.startedAt.slice(0, 10)}, which is kept with the suite.`;
  }
  const since = runs.length > 1 ? ` since ${runs[0]?.startedAt.slice(0, 10)}` : '';
  return [
    `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}${since}, the latest of ${latest.startedAt.slice(0, 10)}.`,
    ...(runs.length > 1 ? [stepsInWords(dashboard), ...versionsInWords(dashboard)] : []),
    comparisonInWords(dashboard),
  ].join(' ');
}

function stepsInWords({ trends, runs }: Dashboard): string {
  const steps = trends.flatMap((trend) => trend.steps.map((step) => ({ trend, step })));
  const lastRun = Math.max(...steps.map(({ step }) => step.run));
  const last = steps.filter(({ step }) => step.run === lastRun);
  if (last.length === 0) return noStepInWords(trends);
  const named = last
    .slice(0, MOST_NAMED)
    .map(
      ({ trend, step }) =>
        `${trend.above} ÷ ${trend.below} of ${formatSize(trend.sizeBytes)} in ${trend.engine} (×${formatRatio(step.ratio)})`,
    );
  const rest = last.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  const when =
    lastRun === runs.length - 1 ? 'in the latest run' : `on ${runs[lastRun]?.startedAt.slice(0, 10)}`;
  return `The last step was ${when}: ${inWords(all)}.`;
}

/** A step has several runs on either side, so the latest runs cannot show one yet. */
export function noStepInWords(trends: Dashboard['trends']): string {
  return trends.some(({ points }) => points.length >= LEAST_VALUES)
    ? `No ratio has moved to another level; a step within the latest ${LEAST_VALUES / 2 - 1} runs cannot be seen yet.`
    : `A step to another level cannot be seen before a machine has ${LEAST_VALUES} runs.`;
}

/** The engines whose version is new in the latest run. */
function versionsInWords({ versions, runs }: Dashboard): string[] {
  const own = versions.filter(({ run }) => run === runs.length - 1);
  const names = [...new Set(own.map(({ engine, from, to }) => `${engine} ${from} → ${to}`))];
  return names.length === 0 ? [] : [`New versions in it: ${inWords(names)}.`];
}

function comparisonInWords({ comparison }: Dashboard): string {
  if (!comparison) return 'No comparison is shown.';
  const { outcome, base, head, startedAt } = comparison;
  return `The latest comparison, of ${startedAt.slice(0, 10)}, is ${outcome}: ${head} compared with ${base}.`;
}
