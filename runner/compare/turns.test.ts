import { expect, test } from 'playwright/test';
import { Turns } from './turns.ts';

/** Two launches of a few passes each, which note when they measure. */
async function launch(turns: Turns, arm: string, passes: number, seen: string[]): Promise<void> {
  await turns.opening(arm);
  seen.push(`${arm} opens`);
  for (let pass = 0; pass < passes; pass++) {
    await turns.pause(arm);
    seen.push(`${arm} ${pass}`);
    // The other one must not go on while this one measures.
    await new Promise((resolve) => setTimeout(resolve, 1));
    seen.push(`${arm} ${pass} done`);
  }
  turns.end(arm);
}

test('the lead opens first, and then both measure in turn, one at a time', async () => {
  const seen: string[] = [];
  const turns = new Turns('head');
  await Promise.all([launch(turns, 'base', 2, seen), launch(turns, 'head', 2, seen)]);
  expect(seen).toEqual([
    ...['head opens', 'base opens'],
    ...['head 0', 'head 0 done', 'base 0', 'base 0 done'],
    ...['head 1', 'head 1 done', 'base 1', 'base 1 done'],
  ]);
});

test('a launch that has ended, or that never began, does not keep the other one waiting', async () => {
  for (const passes of [0, 1]) {
    const seen: string[] = [];
    const turns = new Turns('base');
    await Promise.all([launch(turns, 'base', passes, seen), launch(turns, 'head', 3, seen)]);
    expect(seen.filter((one) => one.endsWith('done')).slice(passes)).toEqual([
      'head 0 done',
      'head 1 done',
      'head 2 done',
    ]);
  }
});
