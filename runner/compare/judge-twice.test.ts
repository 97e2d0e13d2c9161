import { expect, test } from 'playwright/test';
import type { ComparedPairs, Measured } from '../../results/comparison/comparison.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { exampleResults } from '../../results/testing/example.ts';
import { judgeTwice } from './judge-twice.ts';
import type { Asked } from './pairs.ts';

const [suite] = exampleResults().run.suites as [SuiteInfo];

/** Ten pairs with a ratio that scatters a little. */
function pairsOf(engine: EngineName, transport: string, ratio: number): ComparedPairs {
  const cell = { engine, suite: suite.name, transport, parameter: null, sizeBytes: 1024 };
  const pairs = Array.from({ length: 10 }, (_, at) => ({
    baseMs: 1,
    headMs: ratio * (at % 2 ? 0.999 : 1.001),
  }));
  return { cell, pairs };
}

test('only a regressed cell is measured again, in its own engine and with the next seed, and only it can be confirmed', async () => {
  const asked: Asked[] = [];
  const judge = async (again: number) => {
    asked.length = 0;
    const measure = async ({ engine }: { engine: EngineName }, one: Asked): Promise<Measured> => {
      asked.push(one);
      const clone = engine !== 'node' ? 1 : one.regressed ? again : 1.3;
      return {
        compared: [pairsOf(engine, 'clone', clone), pairsOf(engine, 'share', one.regressed ? 1.3 : 1)],
        notCompared: [],
        placed: null,
      };
    };
    const run = { seed: 2 ** 32 - 1, profile: 'quick' } as const;
    const contests = [{ engine: 'node' }, { engine: 'bun' }] as const;
    const { verdicts } = await judgeTwice(contests, { run, suite }, measure);
    return verdicts.map(({ engine, transport, verdict }) => `${engine} ${transport}: ${verdict}`);
  };
  const others = ['node share: unchanged', 'bun clone: unchanged', 'bun share: unchanged'];
  expect(await judge(1.3)).toEqual(['node clone: regressed', ...others]);
  expect(await judge(1)).toEqual(['node clone: suspect', ...others]);
  expect(asked.map(({ regressed }) => regressed?.length ?? 'all')).toEqual(['all', 'all', 1]);
  expect(asked[2]).toMatchObject({ run: { seed: 0 }, regressed: [{ engine: 'node', transport: 'clone' }] });
});
