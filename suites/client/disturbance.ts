import { inPage } from './isolation.ts';

/** Both clocks advance alike while a machine runs. Their difference changes when the machine sleeps, or when its clock is set. */
const CLOCKS_APART_MS = 1_000;

/** Notices what makes a round worthless: a hidden tab, whose timers and workers are slowed down, and a machine that slept. */
export class Disturbance {
  #isDisturbed = false;
  #clocksApartMs = clocksApartMs();

  constructor() {
    if (!inPage()) return;
    document.addEventListener('visibilitychange', this.#note);
    // The page was frozen, or is shown again from the cache for back and forward.
    document.addEventListener('resume', this.#note);
  }

  end(): void {
    if (!inPage()) return;
    document.removeEventListener('visibilitychange', this.#note);
    document.removeEventListener('resume', this.#note);
  }

  /** Runs something, and again if it was disturbed. @param forget Undoes what was disturbed. */
  async undisturbed<Result>(use: () => Promise<Result>, forget: () => void = () => {}): Promise<Result> {
    for (;;) {
      await visible();
      this.#take();
      const result = await use();
      if (!this.#take()) return result;
      forget();
    }
  }

  /** Whether anything has happened since the last call. */
  #take(): boolean {
    const apartMs = clocksApartMs();
    const hasSlept = Math.abs(apartMs - this.#clocksApartMs) > CLOCKS_APART_MS;
    const isDisturbed = this.#isDisturbed || hasSlept || isHidden();
    this.#clocksApartMs = apartMs;
    this.#isDisturbed = false;
    return isDisturbed;
  }

  readonly #note = (): void => {
    this.#isDisturbed = true;
  };
}

/** Resolves when the tab is visible. */
async function visible(): Promise<void> {
  while (isHidden()) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

function isHidden(): boolean {
  return inPage() && document.visibilityState === 'hidden';
}

function clocksApartMs(): number {
  return Date.now() - performance.now();
}
