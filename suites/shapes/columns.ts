import type { DataRecord } from './records.ts';
import { decodeUtf8, encodeUtf8 } from './text.ts';

/** The number of records, and the number of bytes of all names. */
const HEADER_WORDS = 2;

/** Records as typed arrays, one for each field, in one buffer. The names are one text in UTF-8, and each has its end in the text. */
export class Columns {
  readonly header: Uint32Array;
  readonly values: Float64Array;
  readonly ids: Uint32Array;
  readonly nameEnds: Uint32Array;
  readonly flags: Uint8Array;
  readonly nameBytes: Uint8Array;

  /** The arrays in a buffer that is filled, or of this many records. */
  constructor(buffer: ArrayBufferLike, counts?: readonly [records: number, nameBytes: number]) {
    this.header = new Uint32Array(buffer, 0, HEADER_WORDS);
    if (counts) this.header.set(counts);
    const [count = 0, nameBytes = 0] = this.header;
    this.values = new Float64Array(buffer, this.header.byteLength, count);
    this.ids = new Uint32Array(buffer, endOf(this.values), count);
    this.nameEnds = new Uint32Array(buffer, endOf(this.ids), count);
    this.flags = new Uint8Array(buffer, endOf(this.nameEnds), count);
    this.nameBytes = new Uint8Array(buffer, endOf(this.flags), nameBytes);
  }

  static sizeBytes(count: number, nameBytes: number): number {
    const { BYTES_PER_ELEMENT: wordBytes } = Uint32Array;
    const recordBytes = Float64Array.BYTES_PER_ELEMENT + 2 * wordBytes + Uint8Array.BYTES_PER_ELEMENT;
    return HEADER_WORDS * wordBytes + count * recordBytes + nameBytes;
  }
}

function endOf({ byteOffset, byteLength }: ArrayBufferView): number {
  return byteOffset + byteLength;
}

/** @param bufferOf A buffer of at least this size. @returns The buffer. */
export function encodeColumns<Buffer extends ArrayBufferLike>(
  records: readonly DataRecord[],
  bufferOf: (sizeBytes: number) => Buffer,
): Buffer {
  const names = encodeUtf8(records.map(({ name }) => name).join(''));
  const buffer = bufferOf(Columns.sizeBytes(records.length, names.length));
  const { values, ids, nameEnds, flags, nameBytes } = new Columns(buffer, [records.length, names.length]);
  nameBytes.set(names);
  let end = 0;
  let index = 0;
  for (const { id, value, isActive, name } of records) {
    end += name.length;
    ids[index] = id;
    values[index] = value;
    flags[index] = isActive ? 1 : 0;
    nameEnds[index] = end;
    index++;
  }
  return buffer;
}

export function decodeColumns(buffer: ArrayBufferLike): DataRecord[] {
  const { values, ids, nameEnds, flags, nameBytes } = new Columns(buffer);
  const names = decodeUtf8(nameBytes);
  const records: DataRecord[] = [];
  let start = 0;
  for (let index = 0; index < ids.length; index++) {
    const end = nameEnds[index] as number;
    records.push({
      id: ids[index] as number,
      value: values[index] as number,
      isActive: flags[index] === 1,
      name: names.slice(start, end),
    });
    start = end;
  }
  return records;
}
