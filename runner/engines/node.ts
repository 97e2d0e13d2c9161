import { v8LogReader } from '../watch/gc/v8-log.ts';
import { type Engine, type Found, NO_SETTINGS, type StartSettings } from './engine.ts';
import { askVersion } from './start/process.ts';
import { foundRuntime } from './start/runtime.ts';

/** The Node that runs the suite. */
export const engine: Engine = {
  name: 'node',
  install: 'runner',
  threads: { process: /runtime\.mjs/, worker: /^Worker$/ },
  find: async (added = NO_SETTINGS) => nodeAt(process.execPath, process.versions.node, 'runner', added),
  async at(executable, added = NO_SETTINGS) {
    const asked = await askVersion(executable);
    return asked.status === 'found' ? nodeAt(executable, asked.version, 'system', added) : asked;
  },
};

function nodeAt(
  executable: string,
  version: string,
  source: 'runner' | 'system',
  added: StartSettings,
): Found {
  return foundRuntime({
    executable,
    version,
    source,
    flags: [],
    added,
    gc:
      process.platform === 'win32'
        ? { status: 'unsupported', reason: 'its log is buffered on Windows' }
        : {
            status: 'read',
            source: '--trace-gc',
            wrapper: [],
            flags: ['--trace-gc'],
            environment: {},
            newReader: v8LogReader,
          },
  });
}
