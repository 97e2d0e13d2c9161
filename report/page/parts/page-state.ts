/** What of the page's state is in its URL: kept across reloads, and sent along with a link. */
export class PageState {
  readonly #values = new URLSearchParams(location.search);

  get(name: string): string | null {
    return this.#values.get(name);
  }

  /** `null` takes it out. */
  set(name: string, value: string | null): void {
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, value);
    const query = this.#values.toString();
    history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
  }
}
