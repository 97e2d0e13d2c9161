import { expect, test } from 'playwright/test';
import { parse } from '../../results/command-line/command.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { engine, RUN_FLAGS } from './flags.ts';
import { modulesAmong, select } from './selection.ts';

const suites = await discoverSuites();
function selected(...args: string[]) {
  const { flags } = parse({ name: 'bench', flags: { engine, ...RUN_FLAGS } }, args);
  return { engine: flags.engine, ...select(flags, suites) };
}

test('without flags, nothing is excluded from the default profile', () => {
  expect(selected()).toMatchObject({
    engine: null,
    suites: null,
    transports: null,
    sizesBytes: null,
    profile: 'default',
  });
});

test('names are put in the suites’ order', () => {
  expect(selected('--engine', 'node,chromium').engine).toEqual(['chromium', 'node']);
  expect(selected('--transport=share,clone').transports).toEqual(['clone', 'share']);
  expect(selected('--suite', 'claims,signal').suites).toEqual(['signal', 'claims']);
});

test('sizes are a list of any sizes, or the usual sizes in a range', () => {
  expect(selected('--size', '64KiB,1KiB').sizesBytes).toEqual([1024, 65_536]);
  expect(selected('--size', '3MiB,100KiB,64B,1GiB').sizesBytes).toEqual([
    64,
    102_400,
    3 * 1024 ** 2,
    1024 ** 3,
  ]);
  expect(selected('--size', '1KiB..16KiB').sizesBytes).toEqual([1024, 4096, 16_384]);
  expect(selected('--suite', 'addresses', '--size', '5GiB,16GiB').sizesBytes).toEqual([
    5 * 1024 ** 3,
    16 * 1024 ** 3,
  ]);
  // A suite that moves nothing ignores sizes.
  expect(selected('--suite', 'signal', '--size', '1KiB').sizesBytes).toEqual([1024]);
  expect(selected('--size', '2KiB..70000B').sizesBytes).toEqual([4096, 16_384, 65_536]);
});

test('a flag overrides the profile', () => {
  expect(selected('--quick', '--launches', '5', '--seed', '7')).toMatchObject({
    profile: 'quick',
    sampling: { leastLaunches: 5, mostLaunches: 5, targetMargin: 0.25 },
    seed: 7,
  });
});

test('without --seed, the seed is random', () => {
  const seeds = Array.from({ length: 5 }, () => selected().seed);
  expect(new Set(seeds).size).toBeGreaterThan(1);
});

test('the user’s modules are found among the transports without the suites', () => {
  const { transport } = parse({ name: 'bench', flags: RUN_FLAGS }, [
    '--transport',
    'share,./fast.ts,x.mjs',
  ]).flags;
  expect(modulesAmong(transport)).toEqual(['./fast.ts', 'x.mjs']);
  expect(modulesAmong(null)).toEqual([]);
});

const wrong: [string[], string][] = [
  [['--engine', 'opera'], "--engine: 'opera' is not one of chromium, firefox, webkit, node, bun, deno"],
  [['--suite', 'x'], "--suite: 'x' is not one of round-trip"],
  [['--transport', 'kernel'], "--transport: 'kernel' is not one of clone, transfer"],
  [['--transport', './fast.ts'], "--transport: 'fast' is not one of clone"],
  [['--size', 'small'], "--size: 'small' is not a size such as 64B, 100KiB, 3MiB or 1GiB"],
  [['--size', '48B'], "--size: '48B' is not a multiple of 16 bytes, from 64B on"],
  [['--size', '1000B'], "--size: '1000B' is not a multiple of 16 bytes, from 64B on"],
  [
    ['--size', '1KiB,5GiB'],
    "--size: '5GiB' is more than 4GiB, the largest size that can be measured here; these suites take it: --suite addresses",
  ],
  [
    ['--suite', 'round-trip,signal', '--size', '5GiB'],
    "--size: '5GiB' is more than 4GiB, the largest size that can be measured here; these suites take it: --suite addresses",
  ],
  [
    ['--suite', 'addresses', '--size', '17GiB'],
    "--size: '17GiB' is more than 16GiB, the largest size that can be measured here",
  ],
  [
    ['--suite', 'grow', '--size', '2GiB'],
    "--size: '2GiB' is not one of 1MiB, 16MiB, 64MiB; these suites take it: --suite round-trip,addresses",
  ],
  [['--size', '2KiB..3KiB'], "--size: '2KiB..3KiB' contains no size; a range selects from 64B, 1KiB, 4KiB"],
  [['--engine', 'node,node'], "--engine: 'node' is given twice in 'node,node'"],
  [['--suite', 'burst,burst'], "--suite: 'burst' is given twice in 'burst,burst'"],
  [['--size', '1KiB,4KiB,1KiB'], "--size: '1KiB' is given twice in '1KiB,4KiB,1KiB'"],
  [['--size', '16KiB..1KiB'], "--size: '16KiB..1KiB' contains no size"],
  [['--launches', '0'], "--launches: '0' is not a whole number from 1 to 100"],
  [['--launches', 'many'], "--launches: 'many' is not"],
  [['--seed', '4294967296'], "--seed: '4294967296' is not a whole number from 0 to 4294967295"],
  [['--seed', '-1'], "--seed: '-1' is not a whole number from 0 to 4294967295"],
  [['--quick', '--full'], '--quick and --full cannot be combined'],
];
for (const [args, message] of wrong) {
  test(`${args.join(' ')} is a usage error`, () => {
    expect(() => selected(...args)).toThrow(UsageError);
    expect(() => selected(...args)).toThrow(message);
  });
}
