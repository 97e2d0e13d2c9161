import type { Results } from '../../../results/schema/results.ts';

/**
 * The published results with their samples. They are a file of their own, because they are large and few readers look at samples.
 * @param path Relative to the page.
 * @returns Fetches the file once; it rejects with what to do if the file cannot be read.
 */
export function publishedResults(path: string): () => Promise<Results> {
  let loaded: Promise<Results> | undefined;
  return () => {
    loaded ??= fetchResults(path);
    return loaded;
  };
}

async function fetchResults(path: string): Promise<Results> {
  if (location.protocol === 'file:') {
    throw new Error(
      'This page was opened from disk, so the browser does not let it read other files. To see samples, drop the ' +
        `results file on the page. Relative to the page, it is ${path}.`,
    );
  }
  const [response, { parseResults }] = await Promise.all([fetch(path), import('./parse.ts')]);
  if (!response.ok) throw new Error(`${path}: the server answered ${response.status}`);
  return parseResults(await response.text(), path);
}
