import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { findExecutable } from './executables.ts';

export interface Display {
  readonly environment: { readonly DISPLAY: string };
  readonly close: () => Promise<void>;
}

/** A virtual display for a browser without a headless mode; `undefined` if Xvfb is not installed or does not start. */
export async function openDisplay(): Promise<Display | undefined> {
  const executable = await findExecutable(['Xvfb']);
  if (!executable) return undefined;
  // Xvfb picks a free display and writes its number to descriptor 3.
  const child = spawn(executable, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'exit');
  const endWithRunner = () => child.kill('SIGKILL');
  process.once('exit', endWithRunner);
  const number = await Promise.race([once(child.stdio[3] as Readable, 'data'), ended.then(() => undefined)]);
  if (!number) return undefined;
  return {
    environment: { DISPLAY: `:${String(number[0]).trim()}` },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', endWithRunner);
    },
  };
}
