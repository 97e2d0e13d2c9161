import { Unsupported } from './parts/errors.ts';
import type { ProgramAnswer, ProgramCommand, ProgramName } from './programs/program.ts';
import { whyNotServed } from './programs/served.ts';
import type { Suite } from './suite.ts';
import { type MainContext, type Transport, timedBy } from './transport.ts';

/** A program that has not started by then counts as unable to start: some engines report no error. */
const START_LIMIT_MS = 15_000;

/**
 * Real programs with threads, each in its own worker: starting the pool of threads, and one job with N threads. The output
 * must be the same with any number of threads.
 */
export const suite: Suite = {
  name: 'programs',
  question: 'How long do real threaded programs take to start their threads and to do a job?',
  figure: { id: 'job', title: 'time per job', one: 'job', many: 'jobs' },
  areRivals: false,
  answers: null,
  breakEven: null,
  baseline: null,
  work: null,
  crossings: 0,
  parameter: { name: 'threads', kind: 'count', values: [1, 2, 4] },
  sizesBytes: [0],
  anySizeUpToBytes: null,
  placement: 'free',
  repeats: null,
  timeShare: 0.3,
  watchedBy: 'all',
  byDefault: false,
  methods: {
    transports: {
      'oxipng-start': starting('oxipng', 'oxipng (Rust, wasm-bindgen-rayon): until its threads are ready'),
      oxipng: working('oxipng', 'oxipng: compresses a picture'),
      'jxl-start': starting('jxl', 'a JPEG XL encoder (C++, Emscripten): until its threads are ready'),
      jxl: working('jxl', 'the JPEG XL encoder: encodes a picture'),
      'kernel-pool-start': starting('kernel-pool', 'a hand-written pool: until its threads are ready'),
      'kernel-pool': working('kernel-pool', 'the pool: one pass of the kernel over 4 MiB'),
    },
    controls: {},
  },
};

/** A running program. */
interface Running {
  readonly startMs: number;
  run(): Promise<{ durationMs: number; digest: number }>;
  end(): void;
}

/** @throws {Unsupported} with the engine's message, if the program does not start; {Error} if its files are missing. */
async function start(program: ProgramName, { parameter, vendor, wasm }: MainContext): Promise<Running> {
  const worker = new Worker(new URL('./programs/worker.ts', import.meta.url), { type: 'module' });
  const ask = (command: ProgramCommand) =>
    new Promise<Extract<ProgramAnswer, { kind: 'done' }>>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ProgramAnswer>) =>
        data.kind === 'done' ? resolve(data) : reject(new Error(data.reason));
      worker.onerror = (event) => {
        event.preventDefault?.();
        reject(new Error(event.message || 'its worker could not be started'));
      };
      worker.postMessage(command);
    });
  let limit: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(
      () => reject(new Error(`it did not start within ${START_LIMIT_MS / 1000} s`)),
      START_LIMIT_MS,
    );
  });
  try {
    const { durationMs: startMs } = await Promise.race([
      ask({ kind: 'start', program, vendor: vendor.href, threads: parameter ?? 1, wasm: wasm.kernel }),
      late,
    ]);
    return {
      startMs,
      async run() {
        const { durationMs, digest } = await ask({ kind: 'run' });
        if (digest === null) throw new Error('the job has no output');
        return { durationMs, digest };
      },
      end: () => worker.terminate(),
    };
  } catch (error) {
    worker.terminate();
    const lack = await whyNotServed(program, vendor);
    if (lack !== undefined) throw new Error(lack);
    throw new Unsupported(`the program does not start: ${(error as Error).message}`);
  } finally {
    clearTimeout(limit);
  }
}

function starting(program: ProgramName, title: string): Transport {
  return {
    title,
    needs: ['shared-memory'],
    copies: false,
    controls: [],
    openMain: (context) =>
      timedBy(async (_, count) => {
        let durationMs = 0;
        for (let done = 0; done < count; done++) {
          const running = await start(program, context);
          durationMs += running.startMs;
          running.end();
        }
        return durationMs;
      }),
  };
}

/** The output of each program in this page: it must be the same with any number of threads. */
const digests = new Map<ProgramName, number>();

function working(program: ProgramName, title: string): Transport {
  return {
    title,
    needs: ['shared-memory'],
    copies: false,
    controls: [],
    openMain(context) {
      let running: Running | undefined;
      return {
        ...timedBy(async (_, count) => {
          running ??= await start(program, context);
          let totalMs = 0;
          for (let done = 0; done < count; done++) {
            const { durationMs, digest } = await running.run();
            totalMs += durationMs;
            const known = digests.get(program) ?? digest;
            if (digest !== known) {
              throw new Error(
                `with ${context.parameter} threads the output differs from the output with another number of threads`,
              );
            }
            digests.set(program, known);
          }
          return totalMs;
        }),
        end: () => running?.end(),
      };
    },
  };
}
