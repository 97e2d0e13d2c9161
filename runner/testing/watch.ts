import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import type { Found } from '../engines/engine.ts';
import { runSession } from '../measure/run-session.ts';
import { Server } from '../serve/server.ts';
import { type Pressure, PressureWatch } from '../watch/pressure-watch.ts';

/**
 * Watches one launch of an engine go through some transports.
 * @param atBegin Told when a window has begun, and of which transport.
 */
export async function watch(
  found: Found,
  sizeBytes: number,
  most: number,
  transports: readonly string[],
  { clientDir = TEST_CLIENT_DIR, atBegin = async (_: string, __: readonly number[]) => {} } = {},
) {
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const observed: Pressure[] = [];
  let watching: Promise<PressureWatch> | undefined;
  const session = server.open(
    [
      {
        kind: 'pressure',
        suite: sizeBytes > 0 ? 'round-trip' : 'signal',
        sides: transports.map((transport) => ({ transport, parameter: null, sizeBytes, leastRoundTrips: 0 })),
        // Signals are watched for a time, working sets for a number of round trips.
        roundTrips: { warmup: 10, most, mostMs: sizeBytes > 0 ? 60_000 : 100 },
        firstOfLaunch: true,
        settleMs: 300,
      },
    ],
    async (message) => {
      const pressure = await (await watching)?.onMessage(message);
      if (pressure) observed.push(pressure);
      if (message.kind === 'window' && message.edge === 'begin')
        await atBegin(message.transport, (await opening).roots);
    },
  );
  const opening = found.openWatched(session.client);
  watching = opening.then((watched) => new PressureWatch(watched, found.record.gcAccount));
  try {
    await runSession(session, opening);
  } finally {
    await server.close();
  }
  return (transport: string) => {
    const one = observed.find((pressure) => pressure.transport === transport);
    if (!one) throw new Error(`nothing was observed of ${transport}`);
    return one;
  };
}
