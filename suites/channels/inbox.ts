import { endingWith } from '../parts/answer.ts';
import type { Receive } from '../transport.ts';

/** A channel that loses a message may say nothing, so the first answer has a deadline. */
const FIRST_ANSWER_MS = 10_000;

/** The answers that come through a channel. Each is used in its own event. */
export class Inbox {
  readonly #firstAnswerMs: number;
  #use: ((data: unknown) => void) | undefined;
  #reject: (error: unknown) => void = () => {};
  #failure: { readonly error: unknown } | undefined;
  /** `undefined` until the first answer is awaited, `null` from when it has come. */
  #deadline: ReturnType<typeof setTimeout> | undefined | null;

  constructor(firstAnswerMs = FIRST_ANSWER_MS) {
    this.#firstAnswerMs = firstAnswerMs;
  }

  readonly receive: Receive = <Result>(use?: (data: unknown) => Result): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure.error);
      if (this.#deadline === undefined) this.#deadline = setTimeout(this.#late, this.#firstAnswerMs);
      this.#reject = reject;
      this.#use = endingWith(use, resolve, reject);
    });

  hear(data: unknown): void {
    if (this.#deadline !== null) this.close();
    const use = this.#use;
    this.#use = undefined;
    use?.(data);
  }

  /** The answer that is awaited, or the next, is this error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#reject(this.#failure.error);
  }

  close(): void {
    if (this.#deadline) clearTimeout(this.#deadline);
    this.#deadline = null;
  }

  readonly #late = (): void => {
    this.fail(new Error(`no answer has come within ${this.#firstAnswerMs / 1000} s, and no error`));
  };
}
