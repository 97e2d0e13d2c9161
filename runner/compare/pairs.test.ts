import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { exampleResults } from '../../results/testing/example.ts';
import type { Client, Found } from '../engines/engine.ts';
import type { Driver } from './driver.ts';
import { EFFORTS, type LaunchPlace, pairsOfLaunches } from './pairs.ts';

const [whole] = exampleResults().run.suites as [SuiteInfo];
const suite: SuiteInfo = {
  ...whole,
  placement: 'free',
  sizesBytes: [1024],
  transports: whole.transports.filter(({ name }) => name === 'clone'),
};
const PAIRS = EFFORTS['paired launches'].pairs;

/** Compares two arms without an engine. @param failures How many launches of the head fail at first. */
async function compare(failures: number, seed = 0) {
  const opened: string[] = [];
  let left = failures;
  const arm = (name: 'base' | 'head', ms: number): LaunchPlace => ({
    found: {
      open: async () => {
        opened.push(name);
        return { gone: new Promise<string>(() => {}), close: async () => {} };
      },
    } as unknown as Found,
    driver: {
      measure: async ({ sides, open }) => {
        await open({ url: '', file: '' } satisfies Client);
        if (name === 'head' && left-- > 0) throw new Error('it ended');
        return sides.map((side) => ({ ...side, samplesMs: [[[ms, ms]]] }));
      },
      close: async () => {},
    } satisfies Driver,
  });
  const progress: number[] = [];
  const measured = await pairsOfLaunches(
    {
      engine: 'node',
      run: { seed, profile: 'quick' },
      suite,
      regressed: null,
      progress: (launches) => progress.push(launches),
    },
    { base: arm('base', 1), head: arm('head', 2) },
  );
  return { ...measured, opened, progress };
}

test('each pair has one launch of each arm, which take the lead in turn', async () => {
  const { compared, opened, progress } = await compare(0);
  expect(compared.map(({ pairs }) => pairs)).toEqual([
    Array.from({ length: PAIRS }, () => ({ baseMs: 1, headMs: 2 })),
  ]);
  expect(opened.slice(0, 4)).toEqual(['base', 'head', 'head', 'base']);
  expect((await compare(0, 1)).opened.slice(0, 4)).toEqual(['head', 'base', 'base', 'head']);
  expect(progress.at(-1)).toBe(2 * PAIRS);
});

test('a pair of which a launch fails is measured again and counts once; if it fails again, the reason names the arm', async () => {
  const { compared, opened } = await compare(1);
  expect(compared[0]?.pairs).toHaveLength(PAIRS);
  expect(opened).toHaveLength(2 * PAIRS + 2);
  expect(await compare(2)).toMatchObject({
    compared: [],
    notCompared: [{ transport: 'clone', status: 'failed', reason: 'head: it ended' }],
  });
});
