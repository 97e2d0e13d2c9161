import { expect, test } from 'playwright/test';
import { parse } from '../../results/command-line/command.ts';
import { PAGE_CLAIMS } from '../../suites/claims/page-claims.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { RUN_FLAGS } from './flags.ts';
import { isComplete, newRun } from './run.ts';
import { select } from './selection.ts';

async function runOf(...args: string[]) {
  const suites = await discoverSuites();
  return newRun(select(parse({ name: 'bench', flags: RUN_FLAGS }, args).flags, suites), suites);
}

test('--transport selects the suites that have the transport, and keeps their controls', async () => {
  const { suites } = await runOf('--transport', 'share', '--size', '1KiB');
  expect(suites.map(({ name, transports }) => [name, transports.map((one) => one.name)])).toEqual([
    ['round-trip', ['share', 'copy-fresh', 'copy-warm', 'ping']],
    ['round-trip-together', ['share', 'copy-fresh', 'copy-warm', 'ping']],
    ['linear-memory', ['share', 'ping', 'kernel']],
    ['burst', ['share', 'ping']],
  ]);
  expect(suites.every(({ sizesBytes }) => sizesBytes.join() === '1024')).toBe(true);
});

test('clone includes its twin, and a suite without the requested size is left out', async () => {
  const { suites } = await runOf('--transport', 'clone', '--size', '2GiB');
  expect(suites.map(({ name }) => name)).toEqual(['round-trip']);
  expect(suites[0]?.transports.map(({ role }) => role)).toContain('twin');
});

test('each suite gets the requested sizes that it takes, and its own sizes if none are requested', async () => {
  const sizes = async (...args: string[]) =>
    Object.fromEntries((await runOf(...args)).suites.map(({ name, sizesBytes }) => [name, sizesBytes]));
  const [KIB, MIB] = [1024, 1024 ** 2];
  expect(await sizes('--size', '100KiB,3MiB')).toEqual({
    'round-trip': [100 * KIB, 3 * MIB],
    'round-trip-together': [100 * KIB],
    'linear-memory': [100 * KIB, 3 * MIB],
    burst: [100 * KIB],
    // It moves nothing, whatever the size.
    posting: [0],
  });
  expect(await sizes('--size', '64KiB', '--suite', 'pool,signal')).toEqual({ signal: [0], pool: [64 * KIB] });
  expect((await sizes('--quick'))['linear-memory']).toEqual([KIB, 64 * KIB, MIB]);
});

test('the default has five suites and the claims, --quick the two that answer on a core each, and --full all', async () => {
  const [quick, byDefault, full] = [await runOf('--quick'), await runOf(), await runOf('--full')];
  expect(quick.suites.map(({ name }) => name)).toEqual(['round-trip', 'linear-memory']);
  expect(quick.claims).toBe(true);
  expect([byDefault.suites.length, byDefault.claims]).toEqual([5, true]);
  expect(full.suites.length).toBe((await discoverSuites()).length);
});

test('--placement applies to the suites that can be placed, and leaves out the suite that repeats another on one core', async () => {
  const { suites } = await runOf('--placement', 'free', '--full');
  expect(suites.map(({ name }) => name)).not.toContain('round-trip-together');
  expect(new Set(suites.map(({ placement }) => placement))).toEqual(new Set(['free']));
  const together = await runOf('--placement', 'together', '--full');
  const placementOf = (name: string) => together.suites.find((suite) => suite.name === name)?.placement;
  // A program starts threads of its own.
  expect([placementOf('round-trip'), placementOf('programs')]).toEqual(['together', 'free']);
});

test('the claims are complete in an engine when each of them has a verdict there', () => {
  const claims = PAGE_CLAIMS.map(({ id }) => ({
    engine: 'node' as const,
    id,
    words: 'a claim',
    verdict: 'holds' as const,
    evidence: 'seen',
  }));
  expect(isComplete({ passes: [], claims }, 'node', 'claims')).toBe(true);
  expect(isComplete({ passes: [], claims: claims.slice(1) }, 'node', 'claims')).toBe(false);
  expect(isComplete({ passes: [], claims }, 'bun', 'claims')).toBe(false);
});
