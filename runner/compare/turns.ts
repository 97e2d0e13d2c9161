type Arm = string;

/**
 * Lets two launches measure in turn, although both are open: whoever pauses waits until the other one pauses or has ended. A machine
 * is faster or slower for seconds at a time, and this affects both arms alike only if they alternate faster than that.
 */
export class Turns {
  readonly #waiting = new Map<Arm, () => void>();
  readonly #ended = new Set<Arm>();
  readonly #hasLeadArrived: Promise<void>;
  #leadArrived = () => {};
  readonly #lead: Arm;

  /** @param lead The arm that opens its engine, and measures, first. */
  constructor(lead: Arm) {
    this.#lead = lead;
    this.#hasLeadArrived = new Promise((resolve) => {
      this.#leadArrived = resolve;
    });
  }

  /** Waits with the second arm until the first has an engine whose threads have been placed: the two are hard to tell apart. */
  async opening(arm: Arm): Promise<void> {
    if (arm !== this.#lead) await this.#hasLeadArrived;
  }

  async pause(arm: Arm): Promise<void> {
    if (arm === this.#lead) this.#leadArrived();
    const other = [...this.#waiting.keys()].find((one) => one !== arm);
    if (other === undefined && this.#ended.size > 0) return;
    const turn = new Promise<void>((resolve) => this.#waiting.set(arm, resolve));
    if (other !== undefined) this.#resume(other);
    await turn;
  }

  end(arm: Arm): void {
    this.#ended.add(arm);
    this.#leadArrived();
    for (const one of [...this.#waiting.keys()]) this.#resume(one);
  }

  #resume(arm: Arm): void {
    const go = this.#waiting.get(arm);
    this.#waiting.delete(arm);
    go?.();
  }
}
