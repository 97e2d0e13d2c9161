import { pattern } from '../parts/stamp.ts';
import type { Content } from './exchange.ts';

export interface DataRecord {
  readonly id: number;
  /** The first and the last record have the stamp here. */
  value: number;
  readonly isActive: boolean;
  readonly name: string;
}

const FIELDS = ['id', 'value', 'isActive', 'name'] as const satisfies (keyof DataRecord)[];

/** The same at each index in every set. No two names are equal. */
function recordAt(index: number): DataRecord {
  const word = pattern(index);
  return {
    id: index,
    // An amount with two decimals.
    value: (word >>> 8) / 100,
    isActive: (word & 0x80) !== 0,
    name: `name-${(word >>> 0).toString(36)}`,
  };
}

/** What holds the records. */
export interface Structure<Held> {
  hold(records: DataRecord[]): Held;
  /** The first and the last of N records, in a time that does not depend on N. */
  ends(held: Held, count: number): readonly (DataRecord | null | undefined)[];
  /** All records, in their order. Throws if one is not in its place. */
  list(held: Held): readonly DataRecord[];
}

export const ARRAY: Structure<DataRecord[]> = {
  hold: (records) => records,
  ends: (records, count) => [records[0], records[count - 1]],
  list: (records) => records,
};

/** As many records as the suite's parameter says. */
export function recordsIn<Held>({ hold, ends, list }: Structure<Held>): Content<Held> {
  return {
    open({ parameter }) {
      const count = countOf(parameter);
      const held = hold(Array.from({ length: count }, (_, index) => recordAt(index)));
      const own = ends(held, count);
      return (stamp) => {
        mark(own, stamp);
        return held;
      };
    },
    openAnswer({ parameter }) {
      const count = countOf(parameter);
      return (held, stamp) => {
        mark(ends(held, count), stamp);
        return held;
      };
    },
    expect(held, stamp, { parameter }) {
      const count = countOf(parameter);
      const [first, last] = ends(held, count);
      if (first?.value !== stamp || last?.value !== stamp || last.id !== count - 1) {
        throw new Error(
          `the records have ${first?.value} at their start and ${last?.value} at their end, expected ${stamp}`,
        );
      }
    },
    check: (held, stamp, { parameter }) => checkAll(list(held), stamp, countOf(parameter)),
  };
}

function countOf(parameter: number | null): number {
  return parameter ?? 1;
}

function mark(ends: ReturnType<Structure<never>['ends']>, stamp: number): void {
  for (const record of ends) if (record) record.value = stamp;
}

function checkAll(records: readonly DataRecord[], stamp: number, count: number): void {
  if (records.length !== count) throw new Error(`there are ${records.length} records, expected ${count}`);
  for (let index = 0; index < count; index++) {
    const record = records[index] as DataRecord;
    const expected = recordAt(index);
    if (index === 0 || index === count - 1) expected.value = stamp;
    for (const field of FIELDS) {
      if (record[field] === expected[field]) continue;
      throw new Error(`record ${index} has the ${field} ${record[field]}, expected ${expected[field]}`);
    }
  }
}
