/** Things of one kind that take long to make: one that is kept is the next that is taken. */
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
