import { expect, test } from 'playwright/test';
import { discoverSuites } from '../../runner/serve/discovery.ts';

test('what a transport is followed to, and each of its controls, is in its suite', async () => {
  for (const { name: suite, transports } of await discoverSuites()) {
    const names = transports.map(({ name }) => name);
    for (const { name, followedTo, controls } of transports) {
      expect(names, `${suite}/${name}`).toEqual(expect.arrayContaining([...followedTo, ...controls]));
      expect(followedTo, `${suite}/${name}`).not.toContain(name);
    }
  }
});

test('a control that does not copy holds no working set, as its memory is taken for what the engine uses by itself', async () => {
  const idle = (await discoverSuites()).flatMap(({ transports }) =>
    transports.filter(({ role, copies }) => role === 'control' && !copies).map(({ name }) => name),
  );
  // The readings of `anatomy` are of a clock.
  expect([...new Set(idle)].sort()).toEqual(['ping', 'reading-page', 'reading-worker']);
});
