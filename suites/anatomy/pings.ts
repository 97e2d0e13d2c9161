import type { Exchange } from './alignment.ts';

/** The words and the time in the shared memory. */
const [ASKED, ANSWERED, WORDS] = [0, 1, 2];
const MEMORY_BYTES = WORDS * Int32Array.BYTES_PER_ELEMENT + Float64Array.BYTES_PER_ELEMENT;
const LEAVE = -1;
/** Until the worker spins: some engines send a message only when the page's task ends. */
const START_MS = 5;
/** Where another program has the worker's core, a ping waits for it. */
const [PINGS, MOST_MS] = [10_000, 50];

function viewsOf(memory: SharedArrayBuffer) {
  return { words: new Int32Array(memory, 0, WORDS), time: new Float64Array(memory, 8, 1) };
}

/**
 * Pings through a shared memory while both threads spin: without a wake-up they take less than a microsecond, so they bound the
 * difference of the clocks more closely than any message. None if memory cannot be shared.
 * @param start Makes the worker call {@link answerPings}; ends when the worker has left it.
 */
export async function askPings(start: (memory: SharedArrayBuffer) => Promise<unknown>): Promise<Exchange[]> {
  if (typeof SharedArrayBuffer === 'undefined') return [];
  const memory = new SharedArrayBuffer(MEMORY_BYTES);
  const left = start(memory);
  await new Promise((resolve) => setTimeout(resolve, START_MS));
  const pings = pingsThrough(memory);
  await left;
  return pings;
}

function pingsThrough(memory: SharedArrayBuffer): Exchange[] {
  const { words, time } = viewsOf(memory);
  const pings: Exchange[] = [];
  const endMs = performance.now() + MOST_MS;
  for (let ping = 1; ping <= PINGS && performance.now() < endMs; ping++) {
    const sentMs = performance.now();
    Atomics.store(words, ASKED, ping);
    while (Atomics.load(words, ANSWERED) !== ping && performance.now() < endMs);
    const backMs = performance.now();
    if (Atomics.load(words, ANSWERED) !== ping) break;
    const answeredMs = time[0] as number;
    pings.push({ sentMs, seenMs: answeredMs, answeredMs, backMs });
  }
  Atomics.store(words, ASKED, LEAVE);
  return pings;
}

/** Answers each ping with the time, until the page says to leave. */
export function answerPings(memory: SharedArrayBuffer): void {
  const { words, time } = viewsOf(memory);
  for (let last = 0; ; ) {
    const asked = Atomics.load(words, ASKED);
    if (asked === LEAVE) return;
    if (asked === last) continue;
    time[0] = performance.now();
    Atomics.store(words, ANSWERED, asked);
    last = asked;
  }
}
