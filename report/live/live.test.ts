import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { parseResults } from '../../results/file/parse.ts';
import { exampleResults } from '../../results/testing/example.ts';
import { remedyOf } from '../../runner/engines/engine.ts';
import { ENGINES } from '../../runner/engines/engines.ts';
import { skipUnlessAll } from '../../runner/testing/slow.ts';
import { buildSite } from '../testing/site.ts';
import { StaticServer } from '../testing/static-server.ts';

/** Does what a reader does, in browsers that take only a URL: measures two suites up to 16 KiB, downloads the results, and posts them. */
const READER = `
  const said = document.getElementById('live-said');
  const until = (ready) => new Promise((resolve) => {
    const watch = setInterval(() => ready() && (clearInterval(watch), resolve()), 50);
  });
  async function read() {
    await until(() => !document.getElementById('live-form').hidden);
    document.getElementById('live-largest').value = '16384';
    document.querySelector('#live-suites [value=burst]').click();
    document.getElementById('live-start').click();
    await until(() => /^(Done|Stopped)/.test(said.textContent));
    const titlesOf = () => [...document.querySelectorAll('#chart-round-trips h4')].map((title) => title.textContent);
    // What is below the first screen is drawn a moment later.
    await until(() => titlesOf().length > 1);
    const titles = titlesOf();
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((results) => post({ results, titles, isolated: crossOriginIsolated, said: said.textContent }));
      return make.call(URL, blob);
    };
    document.getElementById('live-save').click();
  }
  const post = (what) => fetch('/', { method: 'POST', body: JSON.stringify(what) });
  if (said) read();
`;

let folder: string;
let server: StaticServer;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  server = await StaticServer.start(await buildSite(folder, exampleResults()));
  server.injected = READER;
});
test.afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

for (const name of ['chromium', 'firefox', 'webkit'] as const) {
  test(`${name}: on a host without headers, the page becomes isolated, measures, and offers a valid results file`, async () => {
    // The tests of hosts open the page in a Firefox and a WebKit too.
    skipUnlessAll(name !== 'chromium');
    const found = await ENGINES[name].find();
    test.skip(found.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
    if (found.status === 'missing') return;
    const posted = new Promise<string>((done) => {
      server.onPost = done;
    });
    const opened = await found.open({ url: `${server.origin}/live/`, file: '' });
    try {
      const gone = opened.gone.then((words) => Promise.reject(new Error(`the engine ${words}`)));
      const { results: text, ...page } = JSON.parse(await Promise.race([posted, gone]));
      expect(page).toEqual({
        isolated: true,
        said: 'Done. Your figures are shown beside the published ones, below.',
        titles: [expect.stringMatching(/^node /), expect.stringMatching(/^this browser /)],
      });
      const results = parseResults(text, `${name}.json`);
      expect(results.outcome).toBe('complete');
      expect(new Set(results.cells.map(({ suite }) => suite))).toEqual(
        new Set(['round-trip', 'linear-memory']),
      );
      expect(results.cells.filter(({ status }) => status !== 'measured')).toEqual([]);
    } finally {
      await opened.close();
    }
  });
}
