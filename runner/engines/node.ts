import { v8LogReader } from '../watch/gc/v8-log.ts';
import type { Engine, Found } from './engine.ts';
import { askVersion } from './start/process.ts';
import { foundRuntime } from './start/runtime.ts';

/** The Node that runs the suite. */
export const engine: Engine = {
  name: 'node',
  install: 'runner',
  threads: { process: /runtime\.mjs/, worker: /^Worker$/ },
  find: async () => nodeAt(process.execPath, process.versions.node, 'runner'),
  async at(executable) {
    const version = await askVersion(executable);
    return version
      ? nodeAt(executable, version, 'system')
      : { status: 'missing', reason: `${executable} --version printed no version` };
  },
};

function nodeAt(executable: string, version: string, source: 'runner' | 'system'): Found {
  return foundRuntime({
    executable,
    version,
    source,
    flags: [],
    gc: {
      status: 'read',
      source: '--trace-gc',
      wrapper: [],
      flags: ['--trace-gc'],
      environment: {},
      newReader: v8LogReader,
    },
  });
}
