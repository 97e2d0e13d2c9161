import type { Results } from '../../results/schema/results.ts';
import { formatSize, SIZES_BYTES } from '../../results/schema/sizes.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { localPlan } from '../../suites/pages/local-run.ts';
import { byId, element, save } from '../page/parts/dom.ts';
import { DEFAULT_SUITES, LIVE_SUITES, newIdentity } from './live-plan.ts';
import { LiveRun } from './live-run.ts';
import { fragmentOf } from './share-link.ts';
import { sharedRun } from './shared-run.ts';

const MIB = 1024 ** 2;
/** A phone has memory for several copies of this size. */
const SAFE_BYTES = 16 * MIB;
/** From this size on, one clone may need more memory than a phone allows a page. */
const ASK_FROM_BYTES = 256 * MIB;

/** Offers to measure in this browser. @param add Shows the results of a run. */
export function offerToMeasure(add: (results: Results) => void): void {
  const form = byId('live-form') as HTMLFormElement;
  const said = byId('live-said');
  const progress = byId('live-progress') as HTMLProgressElement;
  const largest = byId('live-largest') as HTMLSelectElement;
  const [start, stop, download, share] = ['live-start', 'live-stop', 'live-save', 'live-share'].map(
    (id) => byId(id) as HTMLButtonElement,
  );
  if (!start || !stop || !download || !share) return;

  const boxes = LIVE_SUITES.map(({ name }) => ({
    name,
    box: element('input', {
      type: 'checkbox',
      value: name,
      ...(DEFAULT_SUITES.includes(name) ? { checked: '' } : {}),
    }),
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
  let link = '';
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const mostBytes = Number(largest.value);
    const chosen = LIVE_SUITES.filter(({ name }) => boxes.some((one) => one.name === name && one.box.checked))
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
    live = new LiveRun(localPlan(newIdentity(), chosen), ({ workers, of, suite }) => {
      progress.max = of;
      progress.value = workers;
      const words = `Measuring ${suite}`;
      // Set only when it changes: a screen reader announces each change.
      if (said.textContent !== words) said.textContent = words;
    });
    try {
      results = await live.start(byId('live-frame'));
      add(results);
      // Made before the click: some browsers let a page copy only in the click's own event.
      link = await linkTo(results);
      download.disabled = false;
      share.disabled = false;
      said.textContent =
        results.outcome === 'complete'
          ? 'Done. Your figures are shown beside the published ones, below.'
          : `Stopped${live.whyEnded === undefined ? '' : `: ${live.whyEnded}`}. What was measured is shown beside the published figures, below.`;
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
  share.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(link);
      said.textContent =
        'The link is copied. It contains the figures of this run without its samples, and shows them beside the published ones.';
    } catch {
      said.replaceChildren(
        'The browser does not let this page copy. Copy the address of this link instead: ',
        element('a', { href: link }, 'the figures of this run'),
      );
    }
  });
}

async function linkTo(results: Results): Promise<string> {
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${search}${await fragmentOf(sharedRun(summarize(results), navigator.userAgent))}`;
}
