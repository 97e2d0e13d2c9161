import type { MainSide, Transport } from '../transport.ts';

/**
 * A transport whose round trips take so many times as long, by work on the main thread after each: for the calibration of
 * comparisons. What a coarse clock rounds away is made good by the next.
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
