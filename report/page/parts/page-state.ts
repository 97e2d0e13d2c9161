/** The part of the page's state that is in its URL: a reload keeps it, and a link includes it. */
export class PageState {
  readonly #values = new URLSearchParams(location.search);

  get(name: string): string | null {
    return this.#values.get(name);
  }

  /** `null` removes the parameter. */
  set(name: string, value: string | null): void {
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, value);
    const query = this.#values.toString();
    history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
  }
}
