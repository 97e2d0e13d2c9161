import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { runCommand, UsageError } from '../results/command.ts';
import { readResults } from '../results/read.ts';
import type { Results } from '../results/schema.ts';
import { reportConfig } from '../vite.config.ts';

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

/** `npm run report -- [FILE] [DIR]`: writes `index.html`, one file with the page and the results in it. */
await runCommand(async ([file = 'results/latest.json', dir = 'report/dist', ...rest]) => {
  if (rest.length > 0) throw new UsageError('usage: npm run report -- [FILE] [DIR]');
  const outDir = resolve(dir);
  await build(reportConfig(outDir, [inlineResults(await readResults(file))]));
  console.log(`report:  ${relative('.', join(outDir, 'index.html'))}`);
  return 0;
});
