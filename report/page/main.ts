import { parseResults } from '../../results/file/parse.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Summary } from '../../results/summary/summary.ts';
import { byId } from './parts/dom.ts';
import { takeDrops } from './parts/drop.ts';
import { unpack } from './parts/unpack.ts';
import { Report } from './report.ts';

const RESULTS = 'data/results.json';

/** The raw results are a separate file: they are large, and few readers look at samples. */
async function fetchResults(): Promise<Results> {
  if (location.protocol === 'file:') {
    throw new Error(
      `This page was opened from disk, so the browser does not let it read other files. To see samples, drop ${RESULTS}, ` +
        'which is beside this page, on the page.',
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
    'To run it in this browser, serve this folder and open the page from there. In a checkout: npx vite preview report --outDir dist',
  );
}
performance.mark('interactive');
