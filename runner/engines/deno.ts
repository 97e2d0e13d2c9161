import type { Engine } from './engine.ts';
import { askVersion } from './process.ts';
import { foundRuntime, packageFile } from './runtime.ts';

export const engine: Engine = {
  name: 'deno',
  install: 'npm',
  async find() {
    const executable = packageFile('deno', process.platform === 'win32' ? 'deno.exe' : 'deno');
    const version = executable && (await askVersion(executable));
    if (!version)
      return { status: 'missing', reason: 'the npm package deno is not installed or does not run' };
    return foundRuntime(executable, version, 'npm', ['run', '-A', '--no-config', '--no-lock']);
  },
};
