/** What a launch took, and how much of it went by before its client first spoke. */
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
