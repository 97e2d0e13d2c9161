import type { Session } from '../serve/server.ts';
import type { Opened } from '../watch/watched.ts';

/** Longer than any block: an engine that sends no message for this long is taken to hang. */
export const SILENCE_MS = 120_000;
const TICK_MS = 1_000;

/** The engine ended, crashed or closed its page during the session. */
export class EngineGone extends Error {
  override readonly name = 'EngineGone';
}

/** Waits for a session's end. Rejects if the page refuses, the engine is gone, or no message arrives for too long. */
async function waitForEnd(session: Session, gone: Promise<string>, silenceLimitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    let silenceMs = 0;
    let heardAtMs = session.lastMessageAtMs();
    // Ticks are counted, because the clock also advances while the machine sleeps or this process is stopped, and ticks do not.
    timer = setInterval(() => {
      silenceMs = session.lastMessageAtMs() === heardAtMs ? silenceMs + TICK_MS : 0;
      heardAtMs = session.lastMessageAtMs();
      if (silenceMs > silenceLimitMs)
        reject(new Error(`timed out after ${silenceLimitMs / 1000} s without a message from the engine`));
    }, TICK_MS);
  });
  const exited = gone.then((description) => {
    throw new EngineGone(`the engine ${description}`);
  });
  try {
    await Promise.race([session.done, exited, silent]);
  } finally {
    clearInterval(timer);
  }
}

/** Runs a session in an engine that is being opened, and closes the engine, even if the session fails. */
export async function runSession(
  session: Session,
  opening: Promise<Opened>,
  silenceMs = SILENCE_MS,
): Promise<void> {
  const opened = await opening;
  try {
    await waitForEnd(session, opened.gone, silenceMs);
  } finally {
    await opened.close();
  }
}
