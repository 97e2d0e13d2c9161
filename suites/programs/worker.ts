import { describeError } from '../parts/errors.ts';
import { program as jxl } from './jxl.ts';
import { program as kernelPool } from './kernel-pool.ts';
import { program as oxipng } from './oxipng.ts';
import {
  digestOf,
  type Job,
  type Program,
  type ProgramAnswer,
  type ProgramCommand,
  type ProgramName,
} from './program.ts';

/** The worker that runs a program: the program may block, which a page's main thread must not. */

const PROGRAMS: Readonly<Record<ProgramName, Program>> = { oxipng, jxl, 'kernel-pool': kernelPool };

const scope = globalThis as unknown as {
  onmessage: (event: { data: ProgramCommand }) => void;
  postMessage(message: ProgramAnswer): void;
};
let job: Job | undefined;

scope.onmessage = async ({ data: command }) => {
  try {
    const start = performance.now();
    let output: Uint8Array | undefined;
    if (command.kind === 'start') {
      const { program, vendor, threads, wasm } = command;
      job = await PROGRAMS[program].start({ vendor: new URL(vendor), threads, wasm });
    } else output = await job?.();
    const durationMs = performance.now() - start;
    scope.postMessage({ kind: 'done', durationMs, digest: output ? digestOf(output) : null });
  } catch (error) {
    scope.postMessage({ kind: 'failed', reason: describeError(error) });
  }
};
