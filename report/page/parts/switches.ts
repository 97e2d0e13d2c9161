import { element } from './dom.ts';
import type { PageState } from './page-state.ts';

const OFF = 'off';

/** Which engines and transports are hidden; the URL keeps the list. */
export class Switches {
  readonly #state: PageState;
  readonly #off: Set<string>;
  readonly #listeners: (() => void)[] = [];

  constructor(state: PageState) {
    this.#state = state;
    this.#off = new Set(state.get(OFF)?.split(',') ?? []);
  }

  isOn(name: string): boolean {
    return !this.#off.has(name);
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** A checkbox for each name, under a heading. */
  group(title: string, names: readonly { id: string; title: string; symbol?: HTMLElement }[]): HTMLElement {
    return element(
      'fieldset',
      { class: 'switches' },
      element('legend', {}, title),
      ...names.map(({ id, title: text, symbol }) => {
        const box = element('input', { type: 'checkbox', ...(this.isOn(id) ? { checked: '' } : {}) });
        box.addEventListener('change', () => this.#switch(id, box.checked));
        return element('label', {}, box, ...(symbol ? [symbol] : []), ` ${text}`);
      }),
    );
  }

  #switch(name: string, on: boolean): void {
    if (on) this.#off.delete(name);
    else this.#off.add(name);
    this.#state.set(OFF, this.#off.size === 0 ? null : [...this.#off].join(','));
    for (const listener of this.#listeners) listener();
  }
}
