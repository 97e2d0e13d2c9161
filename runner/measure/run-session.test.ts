import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'playwright/test';
import type { Session } from '../serve/server.ts';
import type { Opened } from '../watch/watched.ts';
import { runSession } from './run-session.ts';

const never = new Promise<never>(() => {});
const opened = (): Promise<Opened> => Promise.resolve({ gone: never, close: async () => {} });

/** @param heardMs When the engine's last message arrived. */
function sessionThat(done: Promise<void>, heardMs: () => number): Session {
  return { client: { url: '', file: '' }, done, lastMessageAtMs: heardMs, close: () => {} };
}

test('the time in which a machine sleeps is no silence of the engine', async () => {
  const { now } = performance;
  try {
    const session = sessionThat(wait(2_500), () => 0);
    const result = runSession(session, opened(), 120_000);
    await wait(500);
    performance.now = () => now.call(performance) + 3_600_000;
    await result;
  } finally {
    performance.now = now;
  }
});

test('an engine that says nothing is taken to hang, and one that says something is not', async () => {
  const silent = runSession(
    sessionThat(never, () => 0),
    opened(),
    1_000,
  );
  await expect(silent).rejects.toThrow('timed out after 1 s without a message from the engine');
  await runSession(
    sessionThat(wait(3_500), () => performance.now()),
    opened(),
    1_000,
  );
});
