import { v8LogReader } from '../watch/gc/v8-log.ts';
import { type Engine, type Found, type Missing, NO_SETTINGS, type StartSettings } from './engine.ts';
import { findExecutable, firstThatRuns } from './start/executables.ts';
import { askVersion } from './start/process.ts';
import { foundRuntime, packageExecutables } from './start/runtime.ts';

const FILE = process.platform === 'win32' ? 'deno.exe' : 'deno';

export const engine: Engine = {
  name: 'deno',
  install: 'npm',
  threads: { process: /runtime\.mjs/, worker: /^worker-\d+$/ },
  find: (added = NO_SETTINGS) =>
    firstThatRuns(
      packageExecutables('deno', FILE, FILE),
      (executable) => at(executable, added),
      'the npm package deno is not installed or does not run',
    ),
};

async function at(executable: string, added: StartSettings): Promise<Found | Missing> {
  const asked = await askVersion(executable);
  if (asked.status === 'missing') return asked;
  // Deno buffers V8's log until it has some kilobytes, unlike Node, which writes each line at once.
  // That of macOS's Homebrew needs a library in Deno, which macOS may not load: collections would be missed unseen.
  const stdbuf = process.platform === 'linux' ? await findExecutable(['stdbuf']) : undefined;
  return foundRuntime({
    executable,
    version: asked.version,
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
      : { status: 'unsupported', reason: 'its log is buffered without stdbuf (GNU coreutils, on Linux)' },
  });
}
