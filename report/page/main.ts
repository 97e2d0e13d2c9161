import type { Summary } from '../../results/summary/summary.ts';
import { byId } from './parts/dom.ts';
import { takeDrops } from './parts/drop.ts';
import { publishedResults } from './parts/published.ts';
import { unpack } from './parts/unpack.ts';
import { Report } from './report.ts';

const summary = await unpack<Summary>(byId('summary').textContent);
const report = new Report(summary, publishedResults('data/results.json'));
takeDrops((name, results) => report.add(name, results));
if (location.protocol === 'file:') {
  byId('live-link').replaceChildren(
    'To run it in this browser, serve the folder of the site with any static server, and open the page from there.',
  );
}
performance.mark('interactive');
