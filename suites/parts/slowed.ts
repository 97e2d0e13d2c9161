import type { MainSide, Transport } from '../transport.ts';

/** What keeps a thread busy. */
interface Processor {
  /** Steps per millisecond. */
  readonly rate: () => number;
  readonly spin: (steps: number) => void;
}

/**
 * A transport whose round trips take `factor` times as long at one size, through work on the main thread after each round trip. It is
 * for the calibration of comparisons. The work is a number of steps, not a time to wait: where both threads share a core, the worker
 * would do its own work in that time, and the round trips would take no longer. At every other size the same code adds nothing.
 */
export function slowed(
  transport: Transport,
  { factor, sizeBytes }: { readonly factor: number; readonly sizeBytes: number },
  { rate, spin }: Processor = THIS_PROCESSOR,
): Transport {
  return {
    ...transport,
    title: `${transport.title}; slowed down ×${factor}`,
    openMain(context) {
      const side = transport.openMain(context);
      const share = context.sizeBytes === sizeBytes ? factor - 1 : 0;
      const stepsPerMs = share === 0 ? 0 : share * rate();
      async function roundTrip(stamp: number): Promise<void> {
        const start = performance.now();
        await side.roundTrip(stamp);
        spin(Math.round(stepsPerMs * (performance.now() - start)));
      }
      return { ...side, roundTrip } satisfies MainSide;
    },
  };
}

/** Long enough for a clock with steps of 20 µs. */
const WINDOW_MS = 1;
const WINDOW_STEPS = 1_000;
/** So many windows without a faster one, so that the engine has compiled the loop, and the system has not suspended each of them. */
const STEADY_WINDOWS = 20;
const FASTER = 1.05;

const THIS_PROCESSOR: Processor = {
  spin,
  rate() {
    let fastest = 0;
    for (let steady = 0; steady < STEADY_WINDOWS; steady++) {
      const rate = windowRate();
      if (rate < FASTER * fastest) continue;
      fastest = rate;
      steady = 0;
    }
    return fastest;
  },
};

function windowRate(): number {
  const start = performance.now();
  let steps = 0;
  let durationMs = 0;
  while (durationMs < WINDOW_MS) {
    spin(WINDOW_STEPS);
    steps += WINDOW_STEPS;
    durationMs = performance.now() - start;
  }
  return steps / durationMs;
}

/** No bundler and no engine leaves out what an atomic store depends on. */
const spun = new Int32Array(1);

function spin(steps: number): void {
  let value = Atomics.load(spun, 0);
  for (let step = 0; step < steps; step++) value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0;
  Atomics.store(spun, 0, value);
}
