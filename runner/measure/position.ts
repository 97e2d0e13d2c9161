import type { BlockKey, MeasurePlan } from '../../suites/plan/plan.ts';

/** The position of a launch in its pages, according to the client's messages. */
export class Position {
  readonly #pages: readonly MeasurePlan[];
  #page = -1;
  #block = 0;

  constructor(pages: readonly MeasurePlan[]) {
    this.#pages = pages;
  }

  /** Moves on when a page starts or a block ends. The client leaves out the blocks of a transport that has failed. */
  onMessage(message: { readonly kind: string } & Partial<BlockKey>): void {
    if (message.kind === 'page') {
      this.#page++;
      this.#block = 0;
    } else if (message.kind === 'block') {
      const blocks = this.#pages[this.#page]?.blocks ?? [];
      this.#block = 1 + blocks.findIndex((block, at) => at >= this.#block && isSame(block, message));
    }
  }

  /** The cell that is being measured; `undefined` between two pages. */
  current(): (BlockKey & { readonly sizeBytes: number }) | undefined {
    const page = this.#pages[this.#page];
    const block = page?.blocks[this.#block];
    return page && block ? { ...block, sizeBytes: page.sizeBytes } : undefined;
  }

  /** The blocks that have not ended, including the current one, page by page. */
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
