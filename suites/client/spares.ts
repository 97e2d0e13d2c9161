/** A pool of things that are slow to make: a thing that is kept is reused by the next taker of its size. */
export class SparesBySize<Item> {
  readonly #make: (sizeBytes: number) => Item;
  readonly #idle = new Map<number, Item[]>();

  constructor(make: (sizeBytes: number) => Item) {
    this.#make = make;
  }

  take(sizeBytes: number): Item {
    return this.#idle.get(sizeBytes)?.pop() ?? this.#make(sizeBytes);
  }

  keep(sizeBytes: number, item: Item): void {
    const idle = this.#idle.get(sizeBytes);
    if (idle) idle.push(item);
    else this.#idle.set(sizeBytes, [item]);
  }
}
