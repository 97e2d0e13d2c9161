// Before the schemas are made.
import '../page/parts/jitless.ts';

import { browserOf } from '../../results/file/visitor.ts';
import type { Summary } from '../../results/summary/summary.ts';
import { localPlan } from '../../suites/pages/local-run.ts';
import { byId } from '../page/parts/dom.ts';
import { takeDrops } from '../page/parts/drop.ts';
import { publishedResults } from '../page/parts/published.ts';
import { unpack } from '../page/parts/unpack.ts';
import { Report } from '../page/report.ts';
import { isolate } from './isolate.ts';
import { offerToMeasure } from './live-form.ts';
import { LIVE_SUITES } from './live-plan.ts';
import { hasSharedRun, sharedRunIn } from './share-link.ts';
import { suitesOf, summaryOf } from './shared-run.ts';

const OWN = 'this browser';
const SHARED = 'the shared run';

// A host that serves the page without the slash: relative addresses are of this folder. A sandboxed frame cannot change its address.
const { pathname, search, hash } = location;
if (pathname.endsWith('/live') && origin !== 'null') {
  history.replaceState(null, '', `${pathname}/${search}${hash}`);
}

const isolating = isolate();
const summary = await unpack<Summary>(byId('summary').textContent);
const report = new Report(summary, publishedResults('../data/results.json'));
takeDrops((name, results) => report.add(name, results));

/** Shows the run in the page's address, if there is one. */
async function showShared(): Promise<void> {
  const said = byId('shared-said');
  try {
    const shared = await sharedRunIn(location.hash);
    if (!shared) return;
    const { run, userAgent } = shared;
    report.addSummary(SHARED, summaryOf(shared, localPlan(run, suitesOf(shared, LIVE_SUITES))), async () => {
      throw new Error('A link has the figures of a run without its samples.');
    });
    said.textContent =
      `The run in this link is shown beside the published figures, below: ${browserOf(userAgent)}, ` +
      `${run.startedAt.slice(0, 10)}, version ${run.suiteVersion}, commit ${run.commit?.slice(0, 7) ?? 'unknown'}. ` +
      'Its figures are those of its sender: this page cannot check them.';
  } catch (error) {
    said.textContent = `The run in this link cannot be shown: ${(error as Error).message}`;
  }
}
await showShared();
addEventListener('hashchange', showShared);
// A link within the page would replace the run in the address, and the run would be lost when the page is reloaded.
addEventListener('click', (event) => {
  const { target, ctrlKey, metaKey, shiftKey } = event;
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  if (!link || link.target || !hasSharedRun(location.hash) || ctrlKey || metaKey || shiftKey) return;
  event.preventDefault();
  const section = document.getElementById(link.hash.slice(1));
  if (!section) return;
  section.scrollIntoView();
  // The keyboard goes on from there, as after any other link.
  section.tabIndex = -1;
  section.focus({ preventScroll: true });
});

const whyNot = await isolating;
if (whyNot === undefined) {
  offerToMeasure((results) => report.add(OWN, results));
} else {
  byId('live-said').textContent = whyNot;
  byId('live-alone').hidden = parent === self;
}
