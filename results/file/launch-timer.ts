/** Measures the time of a launch, and the time until the first message of its client. */
export class LaunchTimer {
  readonly #startedMs = performance.now();
  #startUpMs: number | null = null;

  hear(): void {
    this.#startUpMs ??= performance.now() - this.#startedMs;
  }

  stop(): { durationMs: number; startUpMs: number | null } {
    return { durationMs: performance.now() - this.#startedMs, startUpMs: this.#startUpMs };
  }
}
