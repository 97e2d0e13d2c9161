/** Browsers refuse more than about 100 changes of the address in 30 s, and the handle of a chart makes one at each step. */
const WRITE_AFTER_MS = 250;

/** The part of the page's state that is in its URL: a reload keeps it, and a link includes it. */
export class PageState {
  readonly #values = new URLSearchParams(location.search);
  #writing: ReturnType<typeof setTimeout> | undefined;

  get(name: string): string | null {
    return this.#values.get(name);
  }

  /** `null` removes the parameter. */
  set(name: string, value: string | null): void {
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, value);
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => this.#write(), WRITE_AFTER_MS);
  }

  #write(): void {
    const query = this.#values.toString();
    try {
      history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
    } catch {
      // In a sandboxed frame the address cannot change; the page does not need it.
    }
  }
}
