import { z } from 'zod';

type IdOf<Item> = (item: Item) => string;

/** How to identify the items of a list without duplicates. */
export const listIds = z.registry<{ readonly idOf: IdOf<never> }>();

/** A list without duplicates: of two items with the same id, a reader could not tell which one is meant. */
export function unique<List extends z.ZodArray>(list: List, idOf: IdOf<z.output<List>[number]>): List {
  const checked = list.superRefine((items, context) => {
    const known = new Map<string, number>();
    for (const [at, item] of items.entries()) {
      const id = idOf(item);
      const first = known.get(id);
      if (first === undefined) known.set(id, at);
      else context.addIssue({ code: 'custom', path: [at], message: `${id} is already at [${first}]` });
    }
  });
  listIds.add(checked, { idOf });
  return checked;
}
