import { expect, test } from 'playwright/test';
import { newMemory } from '../parts/memory.ts';
import { SUITES } from '../suites.ts';
import { compiledModules } from '../testing/compiled-modules.ts';
import { loopback } from '../testing/loopback.ts';
import type { MainSide, Transport } from '../transport.ts';
import { decodeColumns, encodeColumns } from './columns.ts';
import { type Content, exchange } from './exchange.ts';
import * as FORMS from './forms.ts';
import { ARRAY, type DataRecord, recordsIn } from './records.ts';
import { chains } from './structures.ts';
import { decodeUtf8, encodeUtf8Into } from './text.ts';

const COUNT = 1_000;
const RECORDS = recordsIn(ARRAY);
const wasm = await compiledModules();

/** The main side, connected with the worker's side. */
function open(
  transport: Transport,
  { sizeBytes = 0, parameter = COUNT, transfers = true, spoil = (message: unknown) => message } = {},
): MainSide {
  return loopback(transport, { sizeBytes, parameter, transfers, change: spoil, wasm });
}

async function roundTrips(main: MainSide, count: number): Promise<void> {
  for (let done = 0; done < count; done++) await main.roundTrip(2 * done + 1);
  await main.check?.(count);
}

function transportsOf(name: string): [string, Transport][] {
  const { methods } = SUITES.find((suite) => suite.name === name) ?? { methods: 'files' };
  return typeof methods === 'string' ? [] : Object.entries(methods.transports);
}

function transportOf(suite: string, name: string): Transport {
  const [, transport] = transportsOf(suite).find(([own]) => own === name) ?? [];
  if (!transport) throw new Error(`no such transport: ${suite}/${name}`);
  return transport;
}

for (const suite of ['shapes', 'shape-steps', 'structures']) {
  for (const [name, transport] of transportsOf(suite)) {
    test(`${suite}, ${name}: the right records pass the checks, with any number of them`, async () => {
      for (const parameter of [1, 10, COUNT]) await roundTrips(open(transport, { parameter }), 5);
    });
  }
}

test('all that belongs to sharing is unsupported where a shared memory cannot be posted, and nothing else', () => {
  for (const suite of ['shapes', 'shape-steps', 'structures', 'strings']) {
    for (const [name, { needs }] of transportsOf(suite)) {
      expect(needs, `${suite}/${name}`).toEqual(/\bshare$/.test(name) ? ['shared-memory'] : []);
    }
  }
});

for (const [name, transport] of transportsOf('strings')) {
  test(`strings, ${name}: the right string passes the checks, with one and with two bytes a character`, async () => {
    for (const parameter of [1, 2]) {
      await roundTrips(open(transport, { parameter, sizeBytes: 65_536 }), 5);
    }
  });
}

const SPOILED: Readonly<Record<keyof DataRecord, DataRecord[keyof DataRecord]>> = {
  id: 8,
  value: 0.5,
  isActive: false,
  name: 'spoiled',
};
for (const [name, form] of Object.entries(FORMS)) {
  test(`${name}: a record that the worker spoils is detected, whichever field it is`, async () => {
    for (const [field, value] of Object.entries(SPOILED)) {
      const content: Content<DataRecord[]> = {
        ...RECORDS,
        openAnswer(extent) {
          const answer = RECORDS.openAnswer(extent);
          return (records, stamp) =>
            answer(records, stamp).map((record, index) =>
              index === 7 ? { ...record, [field]: value } : record,
            );
        },
      };
      await expect(roundTrips(open(exchange(content, form)), 2)).rejects.toThrow(
        `record 7 has the ${field} ${value}, expected `,
      );
    }
  });

  test(`${name}: an answer with an old stamp, and one without the last record, are detected in the round trip`, async () => {
    const old: Content<DataRecord[]> = { ...RECORDS, openAnswer: () => (records) => records };
    await expect(roundTrips(open(exchange(old, form)), 1)).rejects.toThrow(
      'the records have 1 at their start and 1 at their end, expected 2',
    );
    const short: Content<DataRecord[]> = {
      ...RECORDS,
      openAnswer(extent) {
        const answer = RECORDS.openAnswer(extent);
        return (records, stamp) => answer(records.slice(0, -1), stamp);
      },
    };
    await expect(roundTrips(open(exchange(short, form)), 1)).rejects.toThrow(
      'the records have 2 at their start and undefined at their end, expected 2',
    );
  });
}

test('a record with the key of another is detected in the full check', async () => {
  const renamed = <Key>(key: Key, at: Key, other: Key) => (key === at ? other : key);
  for (const [name, spoil, found] of [
    [
      'map',
      (held) =>
        new Map([...(held as Map<number, DataRecord>)].map(([key, record]) => [renamed(key, 7, -7), record])),
      '-7',
    ],
    [
      'wide-object',
      (held) =>
        Object.fromEntries(
          Object.entries(held as object).map(([key, record]) => [renamed(key, 'id-7', 'id--7'), record]),
        ),
      'id--7',
    ],
  ] satisfies [string, (held: unknown) => unknown, string][]) {
    await expect(roundTrips(open(transportOf('structures', name), { spoil }), 1)).rejects.toThrow(
      `record 7 has the key ${found}`,
    );
  }
});

test('the ends of chains are reached without a walk, however many records there are', () => {
  for (const count of [1, 2, 250, 251, 1_000]) {
    const records = Array.from({ length: count }, (_, id) => ({ id, value: 0, isActive: true, name: '' }));
    const { hold, ends, list } = chains();
    const heads = hold(records);
    expect(list(heads)).toMatchObject(records);
    for (const head of heads) {
      const walk = (): never => {
        throw new Error('the chain was walked along');
      };
      if (head?.next) Object.defineProperty(head.next, 'next', { get: walk });
    }
    expect(ends(heads, count).map((record) => record?.id)).toEqual([0, count - 1]);
  }
});

test('a buffer that is still here was not transferred', async () => {
  for (const form of [FORMS.JSON_UTF8, FORMS.COLUMNS_TRANSFER]) {
    await expect(roundTrips(open(exchange(RECORDS, form), { transfers: false }), 1)).rejects.toThrow(
      'the buffer was not detached by the transfer',
    );
  }
});

test('each form of the records has a step for its move, and a message that changes on its way is detected after it', async () => {
  const moves = transportsOf('shape-steps').filter(([name]) => name.startsWith('move-'));
  expect(moves.map(([name]) => name.slice('move-'.length))).toEqual(
    transportsOf('shapes').map(([name]) => name),
  );
  const asInactive = (text: string) => text.replace('"isActive":true', '"isActive":false');
  for (const [name, spoil] of [
    ['move-objects', (records: unknown) => JSON.parse(asInactive(JSON.stringify(records)))],
    ['move-json-text', (text: unknown) => asInactive(text as string)],
  ] as const) {
    await expect(roundTrips(open(transportOf('shape-steps', name), { spoil }), 1)).rejects.toThrow(
      /^record \d+ has the isActive false, expected true$/,
    );
  }
});

test('a wrong character in the middle of a string is detected, and so is the string of the last round trip', async () => {
  const clone = transportOf('strings', 'clone');
  const settings = { parameter: 1, sizeBytes: 1024 };
  const wrong = (message: unknown) => `${String(message).slice(0, 500)}!${String(message).slice(501)}`;
  await expect(roundTrips(open(clone, { ...settings, spoil: wrong }), 1)).rejects.toThrow(
    /^character 500 of the string is '!', expected '[a-o]'$/,
  );
  let last: unknown;
  const late = (message: unknown) => {
    const before = last ?? message;
    last = message;
    return before;
  };
  await expect(roundTrips(open(clone, { ...settings, spoil: late }), 2)).rejects.toThrow(
    "that begins with 'b' and ends with 'b', expected 1024 characters with 'd' at both ends",
  );
});

test('a worker that writes no string into the shared memory is detected', async () => {
  const silent: Transport = {
    ...transportOf('strings', 'share'),
    openWorker:
      ({ post }) =>
      (data) =>
        post(data),
  };
  await expect(roundTrips(open(silent, { parameter: 1, sizeBytes: 1024 }), 1)).rejects.toThrow(
    "that begins with 'a' and ends with 'a', expected 1024 characters with 'b' at both ends",
  );
});

test('columns keep names of any length and any characters, in a memory that is shared or not', () => {
  const records = ['', 'a', 'é', '漢字', '😀', 'a longer name than the others'].map((name, id) => ({
    id,
    value: id / 3,
    isActive: id % 2 === 0,
    name,
  }));
  for (const kind of ['plain', 'shared'] as const) {
    const { buffer } = newMemory(1_000, kind);
    expect(decodeColumns(encodeColumns(records, () => buffer))).toEqual(records);
  }
  expect(decodeColumns(encodeColumns([], (sizeBytes) => new ArrayBuffer(sizeBytes)))).toEqual([]);
});

test('text goes through a shared memory, unless there is no room for it', () => {
  const bytes = new Uint8Array(newMemory(8, 'shared').buffer, 0, 8);
  expect(decodeUtf8(bytes.subarray(0, encodeUtf8Into('αβγ', bytes)))).toBe('αβγ');
  expect(() => encodeUtf8Into('αβγδε', bytes)).toThrow('8 bytes have no room for the text');
});
