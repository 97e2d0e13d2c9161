/** Browsers hold nested timers back to 4 ms, and round all of them. */
const TIMER_LATE_MS = 5;

/**
 * Waits for moments more exactly than a timer, which would come up to 4 ms late and be most of a frame's latency: sleeps until
 * shortly before, and then lets other events pass, one after another, until it is time.
 */
export class FrameClock {
  readonly #channel = new MessageChannel();

  /** @param dueMs By `performance.now()`. */
  async until(dueMs: number): Promise<void> {
    const sleepMs = dueMs - performance.now() - TIMER_LATE_MS;
    if (sleepMs > 0) await new Promise((resolve) => setTimeout(resolve, sleepMs));
    while (performance.now() < dueMs) await this.#nextEvent();
  }

  /** A runtime would otherwise not end. */
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
