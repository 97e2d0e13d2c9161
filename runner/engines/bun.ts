import { jscLogReader } from '../watch/gc/jsc-log.ts';
import { type Engine, type Found, type Missing, NO_SETTINGS, type StartSettings } from './engine.ts';
import { firstThatRuns } from './start/executables.ts';
import { askVersion } from './start/process.ts';
import { foundRuntime, packageExecutables } from './start/runtime.ts';

export const engine: Engine = {
  name: 'bun',
  install: 'npm',
  threads: { process: /runtime\.mjs/, worker: /^Worker$/ },
  find: (added = NO_SETTINGS) =>
    firstThatRuns(
      // The package has the same name for its executable on every system.
      packageExecutables('bun', 'bin/bun.exe', process.platform === 'win32' ? 'bin/bun.exe' : 'bin/bun'),
      (executable) => at(executable, added),
      'the npm package bun is not installed or does not run',
    ),
};

async function at(executable: string, added: StartSettings): Promise<Found | Missing> {
  const asked = await askVersion(executable);
  if (asked.status === 'missing') return asked;
  return foundRuntime({
    executable,
    version: asked.version,
    source: 'npm',
    flags: [],
    added,
    gc:
      process.platform === 'win32'
        ? { status: 'unsupported', reason: 'the form of its log on Windows is not known' }
        : {
            status: 'read',
            source: 'BUN_JSC_logGC=1',
            wrapper: [],
            flags: [],
            environment: { BUN_JSC_logGC: '1' },
            newReader: jscLogReader,
          },
  });
}
