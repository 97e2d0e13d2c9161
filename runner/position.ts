import type { MeasurePlan } from '../suites/plan.ts';

/** How far a launch has come in its pages, by what its client has said. */
export class Position {
  readonly #pages: readonly MeasurePlan[];
  #page = -1;
  #block = 0;

  constructor(pages: readonly MeasurePlan[]) {
    this.#pages = pages;
  }

  /** A page has begun, or a block has ended; the client leaves out the blocks of a transport that has failed. */
  hear(message: { readonly kind: string; readonly transport?: string }): void {
    if (message.kind === 'page') {
      this.#page++;
      this.#block = 0;
    } else if (message.kind === 'block') {
      const ended = this.#pages[this.#page]?.blocks.indexOf(message.transport ?? '', this.#block) ?? -1;
      this.#block = ended + 1;
    }
  }

  /** What is being measured; `undefined` between two pages. */
  current(): { readonly transport: string; readonly sizeBytes: number } | undefined {
    const page = this.#pages[this.#page];
    const transport = page?.blocks[this.#block];
    return page && transport !== undefined ? { transport, sizeBytes: page.sizeBytes } : undefined;
  }

  /** The blocks that are still to come, the current one among them, page by page. */
  left(): MeasurePlan[] {
    return this.#pages.slice(Math.max(this.#page, 0)).map((page, at) => ({
      ...page,
      blocks: at === 0 ? page.blocks.slice(this.#block) : page.blocks,
    }));
  }
}
