import { v8LogReader } from '../watch/gc/v8-log.ts';
import { type Engine, NO_SETTINGS } from './engine.ts';
import { askVersion } from './start/process.ts';
import { foundRuntime, packageFile } from './start/runtime.ts';
import { findExecutable } from './start/system-browser.ts';

export const engine: Engine = {
  name: 'deno',
  install: 'npm',
  threads: { process: /runtime\.mjs/, worker: /^worker-\d+$/ },
  async find(added = NO_SETTINGS) {
    const executable = packageFile('deno', process.platform === 'win32' ? 'deno.exe' : 'deno');
    const version = executable && (await askVersion(executable));
    if (!version)
      return { status: 'missing', reason: 'the npm package deno is not installed or does not run' };
    // Deno buffers V8's log until it has some kilobytes, unlike Node, which writes each line at once.
    const stdbuf = await findExecutable(['stdbuf']);
    return foundRuntime({
      executable,
      version,
      source: 'npm',
      flags: ['run', '-A', '--no-config', '--no-lock'],
      added,
      gc: stdbuf
        ? {
            status: 'read',
            source: '--v8-flags=--trace-gc, through stdbuf -oL',
            wrapper: [stdbuf, '-oL'],
            flags: ['--v8-flags=--trace-gc'],
            environment: {},
            newReader: v8LogReader,
          }
        : { status: 'unsupported', reason: 'its log is buffered without stdbuf (GNU coreutils)' },
    });
  },
};
