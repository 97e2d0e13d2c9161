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
