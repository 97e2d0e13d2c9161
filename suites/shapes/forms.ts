import { newMemory } from '../parts/memory.ts';
import { decodeColumns, encodeColumns } from './columns.ts';
import type { Codec, Form } from './exchange.ts';
import type { DataRecord } from './records.ts';
import { bufferOfBytes, decodeUtf8, encodeUtf8 } from './text.ts';

/** The forms in which an array of records is sent. */

type RecordsForm = Form<DataRecord[]>;

/** The engine encodes and decodes. */
export const OBJECTS: RecordsForm = {
  title: 'the objects, cloned',
  open: () => ({ encode: (records) => records, decode: (message) => message as DataRecord[] }),
};

export const JSON_TEXT: RecordsForm = {
  title: 'JSON, the text cloned',
  open: () => ({ encode: JSON.stringify, decode: (message) => JSON.parse(message as string) }),
};

export const JSON_UTF8: RecordsForm = {
  title: 'JSON in UTF-8, the bytes transferred',
  open: () => ({
    encode: (records) => encodeUtf8(JSON.stringify(records)),
    decode: (message) => JSON.parse(decodeUtf8(message as Uint8Array)),
  }),
  transferOf: bufferOfBytes,
};

export const COLUMNS_CLONE: RecordsForm = {
  title: 'typed arrays, one for each field, in one buffer, cloned',
  open: () => columns('keeps'),
};

export const COLUMNS_TRANSFER: RecordsForm = {
  title: 'the same typed arrays, transferred there and back',
  open: () => columns('sends'),
  transferOf: (message) => [message as ArrayBuffer],
};

export const COLUMNS_SHARE: RecordsForm = {
  title: 'the same typed arrays in one shared memory, with a signal each way',
  needs: ['shared-memory'],
  setup: (_, records) => newMemory(encodeColumns(records, newBuffer).byteLength, 'shared'),
  open(setup) {
    const { buffer } = setup as WebAssembly.Memory;
    return {
      encode(records) {
        encodeColumns(records, () => buffer);
        return null;
      },
      decode: () => decodeColumns(buffer),
    };
  },
};

const newBuffer = (sizeBytes: number) => new ArrayBuffer(sizeBytes);

/** @param own What a side does with its buffer. It encodes into the same one again, or into the one that has arrived. */
function columns(own: 'keeps' | 'sends'): Codec<DataRecord[]> {
  let buffer = newBuffer(0);
  return {
    encode(records) {
      buffer = encodeColumns(records, (sizeBytes) =>
        buffer.byteLength === sizeBytes ? buffer : newBuffer(sizeBytes),
      );
      return buffer;
    },
    decode(message) {
      if (own === 'sends') buffer = message as ArrayBuffer;
      return decodeColumns(message as ArrayBuffer);
    },
  };
}
