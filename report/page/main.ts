import { parseResults } from '../../results/file/parse.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Summary } from '../../results/summary/summary.ts';
import { byId } from './parts/dom.ts';
import { takeDrops } from './parts/drop.ts';
import { unpack } from './parts/unpack.ts';
import { Report } from './report.ts';

const RESULTS = 'data/results.json';

/** The raw results lie beside the page: they are large, and few readers ask for samples. */
async function fetchResults(): Promise<Results> {
  if (location.protocol === 'file:') {
    throw new Error(
      `This page was opened from disk, where a browser lets it read no other file. Drop ${RESULTS}, which lies beside it, ` +
        'on the page: the figures of what is dropped lead to their samples.',
    );
  }
  const response = await fetch(RESULTS);
  if (!response.ok) throw new Error(`${RESULTS}: the server answered ${response.status}`);
  return parseResults(await response.text(), RESULTS);
}

let loaded: Promise<Results> | undefined;
const summary = await unpack<Summary>(byId('summary').textContent);
const report = new Report(summary, () => {
  loaded ??= fetchResults();
  return loaded;
});
takeDrops((name, results) => report.add(name, results));
if (location.protocol === 'file:') {
  byId('live-link').replaceChildren(
    'To run it in this browser, have a server give out this folder, and open the page from there: in a checkout, npx vite preview report --outDir dist.',
  );
}
performance.mark('interactive');
