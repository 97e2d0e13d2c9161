/** Browsers delay nested timers to 4 ms, and round all timers. */
const TIMER_LATE_MS = 5;

/**
 * Waits for a moment more precisely than a timer, which would be up to 4 ms late: most of a frame's latency. Sleeps until
 * shortly before the moment, then lets other events run, one after another, until the moment has come.
 */
export class FrameClock {
  readonly #channel = new MessageChannel();

  /** @param dueMs On the clock of `performance.now()`. */
  async until(dueMs: number): Promise<void> {
    const sleepMs = dueMs - performance.now() - TIMER_LATE_MS;
    if (sleepMs > 0) await new Promise((resolve) => setTimeout(resolve, sleepMs));
    while (performance.now() < dueMs) await this.#nextEvent();
  }

  /** Without this, a runtime would not exit. */
  end(): void {
    this.#channel.port1.close();
  }

  #nextEvent(): Promise<unknown> {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
}
