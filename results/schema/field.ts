import { z } from 'zod';

/** The types of the fields of results files, page messages and log entries. */

/** Users can add suites and transports, so any name is allowed that has the right form. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes');
export const textSchema = z.string().max(10_000);
/** Why there is no figure, or what went wrong. */
export const wordsWhy = textSchema.min(1);
export const timestampSchema = z.iso.datetime();
export const sizeBytesSchema = z.int().nonnegative().describe('0: the suite moves no data.');

/** The parameters of suites are numbers of workers and threads, and rates: all are below a billion. */
const MOST_PARAMETER = 1e9;
export const parameterSchema = z
  .union([z.number().min(-MOST_PARAMETER).max(MOST_PARAMETER), z.null()])
  .describe(
    'What the suite varies besides the size; null if it varies nothing else, or if the cell does not depend on it.',
  );

/**
 * No run lasts three years, and no sample is shorter than a femtosecond. These bounds keep the sum of all times in a file and the
 * ratio of any two samples finite. They are powers of ten, so that a rounded value stays within them.
 */
const MOST_MS = 1e11;
const LEAST_SAMPLE_MS = 1e-12;
export const durationMsSchema = z.number().nonnegative().max(MOST_MS);
/** A measured time. It is used as a divisor, so it is never 0. */
export const sampleMsSchema = z.number().min(LEAST_SAMPLE_MS).max(MOST_MS);
export const countSchema = z.int().nonnegative();

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
