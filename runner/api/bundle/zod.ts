import { en } from 'zod/locales';
import * as mini from 'zod/mini';

/**
 * What the bundle has in place of zod: its small build, with the functions and methods of the other that the schemas use. It checks
 * the same, at a third of the size. A method that is missing here throws when the bundle is loaded.
 */

mini.config(en());

type Schema = mini.ZodMiniType;
type Make = (...args: never[]) => Schema;

function withMethods(schema: Schema): Schema {
  const checked = (check: mini.core.CheckFn<unknown> | mini.core.$ZodCheck<never>) =>
    withMethods(schema.check(check as mini.core.$ZodCheck<unknown>));
  const isNumber = schema.def.type === 'number';
  return Object.assign(schema, {
    describe: () => schema,
    min: (least: number) => checked(isNumber ? mini.gte(least) : mini.minLength(least)),
    max: (most: number) => checked(isNumber ? mini.lte(most) : mini.maxLength(most)),
    nonnegative: () => checked(mini.nonnegative()),
    positive: () => checked(mini.positive()),
    regex: (pattern: RegExp, message?: string) => checked(mini.regex(pattern, message)),
    superRefine: (refine: Parameters<typeof mini.superRefine<unknown>>[0]) =>
      checked(mini.superRefine<unknown>(refine)),
    default: (value: unknown) => withMethods(mini._default(schema, value)),
    extend: (shape: mini.core.$ZodShape) => withMethods(mini.extend(schema as mini.ZodMiniObject, shape)),
  });
}

function making(make: Make): Make {
  return (...args) => withMethods(make(...args));
}

export const z = {
  array: making(mini.array),
  boolean: making(mini.boolean),
  discriminatedUnion: making(mini.discriminatedUnion as Make),
  enum: making(mini.enum as Make),
  int: making(mini.int),
  literal: making(mini.literal as Make),
  null: making(mini.null),
  number: making(mini.number),
  record: making(mini.record as Make),
  strictObject: making(mini.strictObject),
  string: making(mini.string),
  union: making(mini.union as Make),
  iso: { datetime: making(mini.iso.datetime) },
  registry: mini.registry,
};
