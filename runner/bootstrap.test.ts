import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from './checkout/paths.ts';

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test('the lock file serves any machine: it has the packages of every system, and no registry’s address', async () => {
  const text = await readFile(join(ROOT, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  for (const [path, { optionalDependencies = {}, resolved }] of Object.entries(packages)) {
    expect(resolved, path).toBeUndefined();
    // Where a registry lacks one, npm install leaves it out in silence, and npm ci then refuses the file.
    for (const name of Object.keys(optionalDependencies)) {
      expect(
        packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`],
        name,
      ).toBeDefined();
    }
  }
});
