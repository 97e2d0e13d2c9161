import type { Session } from '../serve/server.ts';
import type { Opened } from '../watch/watched.ts';

/** Longer than any block: an engine not heard of for so long hangs. */
export const SILENCE_MS = 120_000;

/** It ended, or closed its page, before it was asked to. */
export class EngineGone extends Error {
  override readonly name = 'EngineGone';
}

/** Waits for a session's end; rejects where the engine refused, is gone, or is silent for too long. */
async function untilDone(session: Session, gone: Promise<string>, mostMs: number): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    watch = setInterval(() => {
      const silenceMs = performance.now() - session.heardAtMs();
      if (silenceMs > mostMs)
        reject(new Error(`timed out after ${mostMs / 1000} s without a word from the engine`));
    }, 1_000);
  });
  const left = gone.then((words) => {
    throw new EngineGone(`the engine ${words}`);
  });
  try {
    await Promise.race([session.done, left, silent]);
  } finally {
    clearInterval(watch);
  }
}

/** Goes through a session in an engine that is being opened, and ends the engine, however it went. */
export async function goThrough(
  session: Session,
  opening: Promise<Opened>,
  silenceMs = SILENCE_MS,
): Promise<void> {
  const opened = await opening;
  try {
    await untilDone(session, opened.gone, silenceMs);
  } finally {
    await opened.close();
  }
}
