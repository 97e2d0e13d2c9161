import { expect, test } from 'playwright/test';
import { parse } from '../../results/command-line/command.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { RUN_FLAGS } from './flags.ts';
import { newRun } from './run.ts';
import { select } from './selection.ts';

async function runOf(...args: string[]) {
  const suites = await discoverSuites();
  return newRun(select(parse({ name: 'bench', flags: RUN_FLAGS }, args).flags, suites), suites);
}

test('--transport selects the suites that have the transport, and keeps their controls', async () => {
  const { suites } = await runOf('--transport', 'share', '--size', '1KiB');
  expect(suites.map(({ name, transports }) => [name, transports.map((one) => one.name)])).toEqual([
    ['round-trip', ['share', 'copy-fresh', 'copy-warm', 'ping']],
    ['linear-memory', ['share', 'ping', 'kernel']],
  ]);
  expect(suites.every(({ sizesBytes }) => sizesBytes.join() === '1024')).toBe(true);
});

test('clone includes its twin, and a suite without the requested size is left out', async () => {
  const { suites } = await runOf('--transport', 'clone', '--size', '256MiB');
  expect(suites.map(({ name }) => name)).toEqual(['round-trip']);
  expect(suites[0]?.transports.map(({ role }) => role)).toContain('twin');
});

test('the default has two suites and the claims, and --full has all suites', async () => {
  const [byDefault, full] = [await runOf(), await runOf('--full')];
  expect([byDefault.suites.length, byDefault.claims]).toEqual([2, true]);
  expect(full.suites.length).toBe((await discoverSuites()).length);
});
