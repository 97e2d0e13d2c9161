import type { BlockKey, MeasurePlan } from '../../suites/plan/plan.ts';

/** How far a launch has come in its pages, by what its client has said. */
export class Position {
  readonly #pages: readonly MeasurePlan[];
  #page = -1;
  #block = 0;

  constructor(pages: readonly MeasurePlan[]) {
    this.#pages = pages;
  }

  /** A page has begun, or a block has ended; the client leaves out the blocks of a transport that has failed. */
  hear(message: { readonly kind: string } & Partial<BlockKey>): void {
    if (message.kind === 'page') {
      this.#page++;
      this.#block = 0;
    } else if (message.kind === 'block') {
      const blocks = this.#pages[this.#page]?.blocks ?? [];
      this.#block = 1 + blocks.findIndex((block, at) => at >= this.#block && isSame(block, message));
    }
  }

  /** What is being measured; `undefined` between two pages. */
  current(): (BlockKey & { readonly sizeBytes: number }) | undefined {
    const page = this.#pages[this.#page];
    const block = page?.blocks[this.#block];
    return page && block ? { ...block, sizeBytes: page.sizeBytes } : undefined;
  }

  /** The blocks that are still to come, the current one among them, page by page. */
  left(): MeasurePlan[] {
    return this.#pages.slice(Math.max(this.#page, 0)).map((page, at) => ({
      ...page,
      blocks: at === 0 ? page.blocks.slice(this.#block) : page.blocks,
    }));
  }
}

function isSame(block: BlockKey, { transport, parameter }: Partial<BlockKey>): boolean {
  return block.transport === transport && block.parameter === parameter;
}
