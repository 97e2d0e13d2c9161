import type { Suite } from '../suite.ts';
import { exchange } from './exchange.ts';
import { ARRAY, type DataRecord, recordsIn, type Structure } from './records.ts';
import { COUNTS } from './shapes.ts';

/** V8 cannot clone a chain of 3,000 records: its stack overflows. */
const CHAIN_LENGTH = 250;

/** The same records as in `shapes`, always cloned as objects. Only what holds them differs. */
export const suite: Suite = {
  name: 'structures',
  question:
    'Does it matter for a clone what holds the records: an array, a Map, one wide object or deep chains?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'array',
  work: null,
  crossings: 0,
  parameter: { name: 'records', kind: 'count', values: COUNTS },
  sizesBytes: [0],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.15,
  watchedBy: 'full',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      array: cloning('an array of the records', ARRAY),
      map: cloning('a Map from ids to records', map()),
      'wide-object': cloning('an object with a property for each record', wideObject()),
      chains: cloning(`chains of ${CHAIN_LENGTH} records, in which each has the next`, chains()),
    },
    controls: {},
  },
};

function cloning<Held>(title: string, structure: Structure<Held>) {
  return exchange(recordsIn(structure), {
    title,
    open: () => ({ encode: (held) => held, decode: (message) => message as Held }),
  });
}

function map(): Structure<Map<number, DataRecord>> {
  return {
    hold: (records) => new Map(records.map((record) => [record.id, record])),
    ends: (held, count) => [held.get(0), held.get(count - 1)],
    list: (held) => recordsOf(held, (id) => id),
  };
}

/** Its keys are not numbers, because engines keep such properties as an array. */
function wideObject(): Structure<Record<string, DataRecord>> {
  const keyOf = (id: number) => `id-${id}`;
  return {
    hold: (records) => Object.fromEntries(records.map((record) => [keyOf(record.id), record])),
    ends: (held, count) => [held[keyOf(0)], held[keyOf(count - 1)]],
    list: (held) => recordsOf(Object.entries(held), keyOf),
  };
}

/** @throws {Error} if a record does not have the key of its id. */
function recordsOf<Key>(entries: Iterable<[Key, DataRecord]>, keyOf: (id: number) => Key): DataRecord[] {
  return Array.from(entries, ([key, record]) => {
    if (key !== keyOf(record.id)) throw new Error(`record ${record.id} has the key ${key}`);
    return record;
  });
}

interface Link extends DataRecord {
  readonly next: Link | null;
}

/** Each chain begins with its last record: the first and the last of all records, which have the stamps, are reached without a walk. */
export function chains(): Structure<(Link | null)[]> {
  return {
    hold(records) {
      const heads: (Link | null)[] = [];
      for (let start = 0; start < records.length; start += CHAIN_LENGTH) {
        const chained = records.slice(start, start + CHAIN_LENGTH);
        const lastFirst = [...chained.slice(-1), ...chained.slice(0, -1)];
        heads.push(lastFirst.reduceRight<Link | null>((next, record) => ({ ...record, next }), null));
      }
      return heads;
    },
    ends: (heads) => [heads[0]?.next ?? heads[0], heads.at(-1)],
    list: (heads) =>
      heads.flatMap((head) => {
        const [last, ...others] = linksOf(head);
        return last ? [...others, last] : [];
      }),
  };
}

function linksOf(head: Link | null): Link[] {
  const links: Link[] = [];
  for (let link = head; link; link = link.next) links.push(link);
  return links;
}
