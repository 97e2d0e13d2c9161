import { build, type Plugin } from 'vite';
import { runCommand } from '../results/command.ts';
import { readResults } from '../results/read.ts';
import type { Results } from '../results/schema.ts';
import { reportConfig } from '../vite.config.ts';

/** `npm run report -- [FILE]`: writes `report/dist/index.html`, one file with the page and the results in it. */
await runCommand(async ([file = 'results/latest.json']) => {
  await build(reportConfig([inlineResults(await readResults(file))]));
  console.log('report:  report/dist/index.html');
  return 0;
});

/** The results as data that no parser takes for markup: `<` is left out of the text. */
function inlineResults(results: Results): Plugin {
  return {
    name: 'inline-results',
    transformIndexHtml: () => [
      {
        tag: 'script',
        attrs: { type: 'application/json', id: 'results' },
        children: JSON.stringify(results).replaceAll('<', '\\u003c'),
        injectTo: 'body',
      },
    ],
  };
}
