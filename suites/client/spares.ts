/** A pool of things that are slow to make: a thing that is kept is reused by the next taker. */
export class Spares<Item> {
  readonly #make: () => Item;
  readonly #idle: Item[] = [];

  constructor(make: () => Item) {
    this.#make = make;
  }

  take(): Item {
    return this.#idle.pop() ?? this.#make();
  }

  keep(item: Item): void {
    this.#idle.push(item);
  }
}
