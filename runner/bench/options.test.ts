import { expect, test } from 'playwright/test';
import { UsageError } from '../../results/command-line/command.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { helpText, parseOptions } from './options.ts';

const suites = await discoverSuites();
const bench = (...args: string[]) => parseOptions('bench', args, suites);

test('without flags everything is measured', () => {
  expect(bench()).toMatchObject({
    engines: null,
    suites: null,
    transports: null,
    sizesBytes: null,
    profile: 'default',
    install: true,
  });
});

test('names keep the suite’s order and count once', () => {
  expect(bench('--engine', 'node,chromium,node')?.engines).toEqual(['chromium', 'node']);
  expect(bench('--transport=share,clone')?.transports).toEqual(['clone', 'share']);
});

test('sizes are a list or a range', () => {
  expect(bench('--size', '64KiB,1KiB')?.sizesBytes).toEqual([1024, 65_536]);
  expect(bench('--size', '1KiB..16KiB')?.sizesBytes).toEqual([1024, 4096, 16_384]);
});

test('a flag overrides the profile', () => {
  expect(bench('--quick', '--launches', '5', '--seed', '7')).toMatchObject({
    profile: 'quick',
    sampling: { leastLaunches: 5, mostLaunches: 5 },
    seed: 7,
  });
});

const wrong: [string[], string][] = [
  [['--engine', 'opera'], "--engine: 'opera' is not one of chromium, firefox, webkit, node, bun, deno"],
  [['--engine', ''], "--engine: '' is not one of"],
  [['--suite', 'x'], "--suite: 'x' is not one of round-trip"],
  [['--transport', 'ping'], "--transport: 'ping' is not one of clone, transfer, share, share-repost"],
  [['--size', '3KiB'], "--size: '3KiB' is not one of 1KiB, 4KiB"],
  [['--size', '16KiB..1KiB'], "--size: '16KiB..1KiB' holds no size"],
  [['--launches', '0'], "--launches: '0' is not a whole number from 1 to 100"],
  [['--launches', 'many'], "--launches: 'many' is not"],
  [['--seed', '4294967296'], "--seed: '4294967296' is not a whole number from 0 to 4294967295"],
  [['--quick', '--full'], '--quick and --full'],
  [['--sizes', '1KiB'], "Unknown option '--sizes'\nallowed: --engine"],
  [['--engine'], 'argument missing'],
  [['node'], "Unexpected argument 'node'"],
  [['--host', '0.0.0.0'], "Unknown option '--host'"],
];
for (const [args, message] of wrong) {
  test(`${args.join(' ')} is wrong use`, () => {
    expect(() => bench(...args)).toThrow(UsageError);
    expect(() => bench(...args)).toThrow(message);
  });
}

test('help names every flag of its command', () => {
  expect(bench('--help')).toBeNull();
  expect(helpText('bench', '')).toContain('--launches N');
  expect(helpText('visit', '')).toContain('--host ADDRESS');
});
