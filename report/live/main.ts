import { transports } from 'virtual:transports';
import { parseResults } from '../../results/file/parse.ts';
import type { SuiteBuild } from '../../results/file/suite-build.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { formatSize, SIZES_BYTES } from '../../results/schema/sizes.ts';
import type { Summary } from '../../results/summary/summary.ts';
import { describeSuite } from '../../suites/plan/describe.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { SUITES } from '../../suites/suites.ts';
import { byId, element, save } from '../page/parts/dom.ts';
import { takeDrops } from '../page/parts/drop.ts';
import { Report } from '../page/report.ts';
import { isolate } from './isolate.ts';
import { LiveRun } from './live-run.ts';

/** Set by the build. */
declare const SUITE_BUILD: SuiteBuild;

const SUMMARY = '../data/summary.json';
const RESULTS = '../data/results.json';
const LABEL = 'this browser';
const MIB = 1024 ** 2;
/** A phone has memory for several copies of this size. */
const SAFE_BYTES = 16 * MIB;
/** From this size on, one clone may need more memory than a phone allows a page. */
const ASK_FROM_BYTES = 256 * MIB;
const PROFILE = 'quick';

async function fetchText(path: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: the server answered ${response.status}`);
  return response.text();
}

function newRun(suites: SuiteInfo[]): Run {
  const startedAt = new Date().toISOString();
  const [seed = 0, number = 0] = crypto.getRandomValues(new Uint32Array(2));
  const { sampling, pressure } = PROFILES[PROFILE];
  return {
    id: `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${number.toString(16)}`,
    startedAt,
    profile: PROFILE,
    seed,
    suites,
    claims: false,
    sampling: { ...sampling, leastLaunches: 1, mostLaunches: 1 },
    pressure,
    ...SUITE_BUILD,
  };
}

function offer(report: Report): void {
  const form = byId('live-form') as HTMLFormElement;
  const said = byId('live-said');
  const progress = byId('live-progress') as HTMLProgressElement;
  const largest = byId('live-largest') as HTMLSelectElement;
  const [start, stop, download] = ['live-start', 'live-stop', 'live-save'].map(
    (id) => byId(id) as HTMLButtonElement,
  );
  if (!start || !stop || !download) return;

  // The threads of a browser that a visitor opened cannot be placed.
  const own = SUITES.filter(({ repeats }) => repeats === null);
  const suites = own.map((suite) => describeSuite(suite, transports));
  const boxes = own.map(({ name, byDefault }) => ({
    name,
    box: element('input', { type: 'checkbox', value: name, ...(byDefault ? { checked: '' } : {}) }),
  }));
  byId('live-suites').append(...boxes.map(({ name, box }) => element('label', {}, box, ` ${name} `)));
  largest.append(
    ...SIZES_BYTES.map((sizeBytes) =>
      element(
        'option',
        { value: String(sizeBytes), ...(sizeBytes === SAFE_BYTES ? { selected: '' } : {}) },
        formatSize(sizeBytes),
      ),
    ),
  );
  form.hidden = false;
  said.textContent = 'This page is isolated, so it can measure all three.';

  let live: LiveRun | undefined;
  let results: Results | undefined;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const mostBytes = Number(largest.value);
    const chosen = suites
      .filter(({ name }) => boxes.some((one) => one.name === name && one.box.checked))
      .map((suite) => ({
        ...suite,
        sizesBytes: suite.sizesBytes.filter((sizeBytes) => sizeBytes <= mostBytes),
      }))
      .filter(({ sizesBytes }) => sizesBytes.length > 0);
    if (chosen.length === 0) {
      said.textContent = 'Choose a suite that has a size within this limit.';
      return;
    }
    const question = `Cloning ${formatSize(mostBytes)} needs several times that much memory; a phone may close the page. Continue?`;
    if (mostBytes >= ASK_FROM_BYTES && !confirm(question)) return;
    start.disabled = true;
    stop.disabled = false;
    live = new LiveRun(newRun(chosen), ({ workers, of, suite }) => {
      progress.max = of;
      progress.value = workers;
      const words = `Measuring ${suite}`;
      // Set only when it changes: a screen reader announces each change.
      if (said.textContent !== words) said.textContent = words;
    });
    try {
      results = await live.start(byId('live-frame'));
      report.add(LABEL, results);
      download.disabled = false;
      said.textContent =
        results.outcome === 'complete'
          ? 'Done. Your figures are shown beside the published ones, below.'
          : 'Stopped. What was measured is shown beside the published figures, below.';
    } catch (error) {
      said.textContent = (error as Error).message;
    } finally {
      start.disabled = false;
      stop.disabled = true;
    }
  });
  stop.addEventListener('click', () => live?.stop());
  download.addEventListener('click', () => {
    if (results) save(`${results.run.id}.json`, 'application/json', JSON.stringify(results));
  });
}

const whyNot = await isolate();
if (whyNot !== undefined) byId('live-said').textContent = whyNot;
const summary = await fetchText(SUMMARY).then(
  (text) => JSON.parse(text) as Summary,
  (error: Error) => {
    byId('live-said').textContent = error.message;
    throw error;
  },
);
let published: Promise<Results> | undefined;
const report = new Report(summary, () => {
  published ??= fetchText(RESULTS).then((text) => parseResults(text, RESULTS));
  return published;
});
takeDrops((name, results) => report.add(name, results));
if (whyNot === undefined) offer(report);
