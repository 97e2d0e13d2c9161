import { estimateResolution, type SortedSamples } from 'tinybench';

const LOOK_MS = 10;
const MOST_STEPS = 1000;
/** More reads than any engine makes in that time: without a limit, a clock that has stopped would never return. */
const MOST_READS = 10_000_000;

/** The smallest step of this realm's `performance.now()`, in milliseconds, found in about 10 ms. */
export function measureClockStepMs(): number {
  const steps: number[] = [];
  const start = performance.now();
  let last = start;
  for (let read = 0; read < MOST_READS && steps.length < MOST_STEPS && last - start < LOOK_MS; read++) {
    const now = performance.now();
    if (now > last) {
      steps.push(Number((now - last).toPrecision(3)));
      last = now;
    }
  }
  const step = estimateResolution(steps.sort((a, b) => a - b) as unknown as SortedSamples);
  if (step === undefined) throw new Error('performance.now() did not advance');
  return step;
}
