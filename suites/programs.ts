import { Unsupported } from './parts/errors.ts';
import type { ProgramAnswer, ProgramCommand, ProgramName } from './programs/program.ts';
import { whyNotServed } from './programs/served.ts';
import type { Suite } from './suite.ts';
import { type MainContext, type Transport, timedBy } from './transport.ts';

/** A program that has not started by then counts as unable to start: some engines report no error. */
const START_LIMIT_MS = 15_000;
/** A job takes less than a second; one that has not ended by then has lost one of its threads. */
const JOB_LIMIT_MS = 30_000;

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
  measuredBy: 'full',
  sharesLaunches: false,
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
  const known = stuck.get(program);
  if (known) throw known;
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
  try {
    const command = { program, vendor: vendor.href, threads: parameter ?? 1, wasm: wasm.kernel };
    const { durationMs: startMs } = await within(
      START_LIMIT_MS,
      program,
      'start',
      ask({ kind: 'start', ...command }),
    );
    return {
      startMs,
      async run() {
        const { durationMs, digest } = await within(
          JOB_LIMIT_MS,
          program,
          'end its job',
          ask({ kind: 'run' }),
        ).catch((error: Error) => giveUp(program, error, error));
        if (digest === null) throw new Error('the job has no output');
        return { durationMs, digest };
      },
      end: () => worker.terminate(),
    };
  } catch (error) {
    worker.terminate();
    const lack = await whyNotServed(program, vendor);
    if (lack !== undefined) throw new Error(lack);
    const words = (error as Error).message;
    return giveUp(program, error as Error, new Unsupported(`the program does not start: ${words}`));
  }
}

/** Programs that took too long: they are not started again in this page, as each of their cells would take as long. */
const stuck = new Map<ProgramName, Error>();

/** @throws The reason, which further cells of a program that took too long have too. */
function giveUp(program: ProgramName, error: Error, reason: Error): never {
  if (error instanceof TookTooLong) stuck.set(program, reason);
  throw reason;
}

class TookTooLong extends Error {}

/** @throws {TookTooLong} if the answer does not come in time. */
async function within<Answer>(
  limitMs: number,
  program: ProgramName,
  what: string,
  answer: Promise<Answer>,
): Promise<Answer> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(
      () => reject(new TookTooLong(`${program} did not ${what} within ${limitMs / 1000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
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
      async function doJob(one: Running): Promise<number> {
        const { durationMs, digest } = await one.run();
        const known = digests.get(program) ?? digest;
        if (digest !== known) {
          throw new Error(
            `with ${context.parameter} threads the output differs from the output with another number of threads`,
          );
        }
        digests.set(program, known);
        return durationMs;
      }
      return {
        ...timedBy(async (_, count) => {
          if (!running) {
            running = await start(program, context);
            // The engine still compiles during the first job.
            await doJob(running);
          }
          let totalMs = 0;
          for (let done = 0; done < count; done++) totalMs += await doJob(running);
          return totalMs;
        }),
        end: () => running?.end(),
      };
    },
  };
}
