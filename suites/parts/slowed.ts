import type { MainSide, Transport } from '../transport.ts';

/**
 * A transport whose round trips take `factor` times as long, through work on the main thread after each round trip. It is for
 * the calibration of comparisons. Time that a coarse clock rounds away is added to the next round trip.
 */
export function slowed(transport: Transport, factor: number): Transport {
  return {
    ...transport,
    title: `${transport.title}; slowed down ×${factor}`,
    openMain(context) {
      const side = transport.openMain(context);
      let owedMs = 0;
      async function roundTrip(stamp: number): Promise<void> {
        const start = performance.now();
        await side.roundTrip(stamp);
        const end = performance.now();
        owedMs += (factor - 1) * (end - start);
        let now = end;
        while (now - end < owedMs) now = performance.now();
        owedMs -= now - end;
      }
      return { ...side, roundTrip } satisfies MainSide;
    },
  };
}
