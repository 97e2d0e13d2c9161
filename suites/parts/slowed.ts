import type { MainSide, Transport } from '../transport.ts';

/** More than any clock's step. A wait that ends later was suspended by the system, which is not time that the wait was to take. */
const MOST_AHEAD_MS = 0.1;

/**
 * A transport whose round trips take `factor` times as long at one size, through work on the main thread after each round trip. It is
 * for the calibration of comparisons. Time that a coarse clock rounds away is added to the next round trip. At every other size the
 * same code adds nothing, so that only the size differs.
 */
export function slowed(
  transport: Transport,
  { factor, sizeBytes }: { readonly factor: number; readonly sizeBytes: number },
): Transport {
  return {
    ...transport,
    title: `${transport.title}; slowed down ×${factor}`,
    openMain(context) {
      const side = transport.openMain(context);
      const share = context.sizeBytes === sizeBytes ? factor - 1 : 0;
      let owedMs = 0;
      async function roundTrip(stamp: number): Promise<void> {
        const start = performance.now();
        await side.roundTrip(stamp);
        const end = performance.now();
        owedMs += share * (end - start);
        let now = end;
        while (now - end < owedMs) now = performance.now();
        owedMs = Math.max(owedMs - (now - end), -MOST_AHEAD_MS);
      }
      return { ...side, roundTrip } satisfies MainSide;
    },
  };
}
