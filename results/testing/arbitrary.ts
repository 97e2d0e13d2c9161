import fc from 'fast-check';
import type { z } from 'zod';
import { listIds } from '../schema/field.ts';

const MOST_ITEMS = 3;
/** Texts from a hostile or careless writer. */
const ODD_TEXTS = [
  '<img src=x onerror=alert(1)>',
  '__proto__',
  '=cmd()',
  '|`\\',
  '\u0000\n\r\u2028',
  'constructor',
];

/** An arbitrary value that a schema accepts, for property tests. Supports only the kinds of schema that this project uses. */
export function arbitraryOf<Content>(schema: z.ZodType<Content>): fc.Arbitrary<Content> {
  return build(schema as unknown as z.core.$ZodTypes) as fc.Arbitrary<Content>;
}

function build(schema: z.core.$ZodTypes): fc.Arbitrary<unknown> {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(def.shape).map(([key, inner]) => [key, inside(inner)])),
      );
    case 'array': {
      const { least = 0 } = limitsOf(def);
      const lengths = { minLength: least, maxLength: least + MOST_ITEMS };
      const ids = listIds.get(schema as unknown as z.ZodType);
      return ids
        ? fc.uniqueArray(inside(def.element), { ...lengths, selector: ids.idOf as (item: unknown) => string })
        : fc.array(inside(def.element), lengths);
    }
    case 'union':
      return fc.oneof(...def.options.map(inside));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'default':
      return inside(def.innerType);
    case 'record':
      // zod leaves out an entry of this name, so that what is read is not what was written.
      return fc.dictionary(
        fc.string({ maxLength: 10 }).filter((key) => key !== '__proto__'),
        inside(def.valueType),
        { maxKeys: MOST_ITEMS },
      );
    case 'number':
      return numberOf(limitsOf(def));
    case 'string':
      return stringOf(limitsOf(def));
    default:
      throw new Error(`no arbitrary is known for the schema's ${def.type}`);
  }
}

const inside = (schema: z.core.$ZodType) => build(schema as z.core.$ZodTypes);

interface Limits {
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
}

function limitsOf(def: { checks?: z.core.$ZodCheck<never>[] | undefined; format?: string }): Limits {
  const limits: { -readonly [Key in keyof Limits]: Limits[Key] } = {};
  if (def.format !== undefined) limits.format = def.format;
  for (const check of def.checks ?? []) {
    const own = check._zod.def as z.core.$ZodChecks['_zod']['def'];
    if (own.check === 'greater_than') limits[own.inclusive ? 'least' : 'above'] = Number(own.value);
    if (own.check === 'less_than') limits.most = Number(own.value);
    if (own.check === 'min_length') limits.least = own.minimum;
    if (own.check === 'string_format' && own.pattern) limits.pattern = own.pattern;
  }
  return limits;
}

function numberOf({ format, least, above, most = Number.MAX_VALUE }: Limits): fc.Arbitrary<number> {
  if (format === 'safeint') {
    const min = least ?? (above === undefined ? Number.MIN_SAFE_INTEGER : above + 1);
    return fc.oneof(
      fc.integer({ min: Math.max(min, -10), max: Math.min(most, Math.max(min, 10)) }),
      fc.maxSafeInteger().map((value) => Math.min(most, Math.max(min, value))),
    );
  }
  const min = least ?? above ?? -Number.MAX_VALUE;
  return fc
    .oneof(
      fc.double({ min: Math.max(min, -1e6), max: Math.min(most, 1e6), noNaN: true }),
      fc.double({ min, max: most, noNaN: true }),
    )
    .map((value) => (Object.is(value, -0) ? 0 : value))
    .map((value) => (above !== undefined && value <= above ? above + 1 : value));
}

function stringOf({ format, pattern, least = 0 }: Limits): fc.Arbitrary<string> {
  if (format === 'datetime') {
    return fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (pattern) return fc.stringMatching(pattern, { size: '-1' });
  return fc.oneof(fc.string({ minLength: least, unit: 'binary' }), fc.constantFrom(...ODD_TEXTS));
}
