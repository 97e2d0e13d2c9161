import { z } from 'zod';

type IdOf<Item> = (item: Item) => string;

/** By what the items of a list are told apart, for those lists that name nothing twice. */
export const listIds = z.registry<{ readonly idOf: IdOf<never> }>();

/** A list that names nothing twice: which of the two would be meant, no reader could tell. */
export function unique<List extends z.ZodArray>(list: List, idOf: IdOf<z.output<List>[number]>): List {
  const checked = list.superRefine((items, context) => {
    const known = new Map<string, number>();
    for (const [at, item] of items.entries()) {
      const id = idOf(item);
      const first = known.get(id);
      if (first === undefined) known.set(id, at);
      else context.addIssue({ code: 'custom', path: [at], message: `${id} stands at [${first}] already` });
    }
  });
  listIds.add(checked, { idOf });
  return checked;
}
