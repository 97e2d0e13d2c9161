import type { FigureView } from './figure-view.ts';

/** Draws figures when they come into view, and all before the page is printed. */
export class LazyFigures {
  #views = new Map<Element, FigureView>();
  readonly #drawn = new Set<FigureView>();
  readonly #seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.#draw(target);
    },
    { rootMargin: '400px' },
  );

  constructor() {
    // Chart.js reads its colours only when it draws.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw());
    addEventListener('beforeprint', () => {
      for (const root of this.#views.keys()) this.#draw(root);
    });
  }

  /** Replaces the figures that were watched before. */
  watch(views: readonly FigureView[]): void {
    this.#seen.disconnect();
    this.#drawn.clear();
    this.#views = new Map();
    for (const view of views) this.add(view);
  }

  add(view: FigureView): void {
    this.#views.set(view.root, view);
    this.#seen.observe(view.root);
  }

  redraw(): void {
    for (const view of this.#drawn) view.draw();
  }

  #draw(root: Element): void {
    const view = this.#views.get(root);
    if (!view || this.#drawn.has(view)) return;
    this.#drawn.add(view);
    view.draw();
  }
}
