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
        spin(stepsPerMs * (performance.now() - start));
      }
      return { ...side, roundTrip } satisfies MainSide;
    },
  };
}

/** Long enough for a clock with steps of 20 µs. */
const TRY_MS = 2;
const TRIES = 5;
const TRY_STEPS = 1_000;

const THIS_PROCESSOR: Processor = {
  spin,
  /** The fastest of several tries, as the system may suspend the thread. */
  rate() {
    const rates = Array.from({ length: TRIES }, () => {
      const start = performance.now();
      let steps = 0;
      let durationMs = 0;
      while (durationMs < TRY_MS) {
        spin(TRY_STEPS);
        steps += TRY_STEPS;
        durationMs = performance.now() - start;
      }
      return steps / durationMs;
    });
    return Math.max(...rates);
  },
};

/** No bundler and no engine leaves out what an atomic store depends on. */
const spun = new Int32Array(1);

function spin(steps: number): void {
  let value = Atomics.load(spun, 0);
  for (let step = 0; step < steps; step++) value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0;
  Atomics.store(spun, 0, value);
}
