import { jscLogReader } from '../watch/gc/jsc-log.ts';
import { type Engine, NO_SETTINGS } from './engine.ts';
import { askVersion } from './start/process.ts';
import { foundRuntime, packageFile } from './start/runtime.ts';

export const engine: Engine = {
  name: 'bun',
  install: 'npm',
  threads: { process: /runtime\.mjs/, worker: /^Worker$/ },
  async find(added = NO_SETTINGS) {
    // The package's install script puts the binary here, under the same name on every system.
    const executable = packageFile('bun', 'bin/bun.exe');
    const version = executable && (await askVersion(executable));
    if (!version)
      return { status: 'missing', reason: 'the npm package bun is not installed or does not run' };
    return foundRuntime({
      executable,
      version,
      source: 'npm',
      flags: [],
      added,
      gc: {
        status: 'read',
        source: 'BUN_JSC_logGC=1',
        wrapper: [],
        flags: [],
        environment: { BUN_JSC_logGC: '1' },
        newReader: jscLogReader,
      },
    });
  },
};
