/**
 * Whether two values that structured clone can copy have the same content. Values that contain themselves are compared where they
 * are first reached.
 * @throws {Error} for a kind of object whose content cannot be read, such as a Blob.
 */
export function isEqual(one: unknown, other: unknown): boolean {
  return areEqual(one, other, new Map());
}

function areEqual(one: unknown, other: unknown, reached: Map<object, object>): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || tagOf(one) !== tagOf(other)) return false;
  const known = reached.get(one);
  if (known) return known === other;
  reached.set(one, other);
  const [bytes, otherBytes] = [bytesOf(one), bytesOf(other)];
  if (bytes && otherBytes) return haveSameBytes(bytes, otherBytes);
  const [own, others] = [contentOf(one), contentOf(other)];
  return own.length === others.length && own.every((part, at) => areEqual(part, others[at], reached));
}

/** Of a buffer or a view of one; `undefined` for all else. */
function bytesOf(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const isShared = typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer;
  return value instanceof ArrayBuffer || isShared ? new Uint8Array(value as ArrayBuffer) : undefined;
}

/** Without a list of the bytes, which would take many times their memory. */
function haveSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

const READABLE = new Set(['Object', 'Array', 'Error', 'Boolean', 'Number', 'String', 'BigInt']);

/** A primitive content is a list with itself. */
function contentOf(value: object): unknown[] {
  if (value instanceof Map || value instanceof Set) return [...value];
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof RegExp) return [String(value)];
  if (value instanceof Error) return [value.name, value.message];
  const kind = tagOf(value).slice('[object '.length, -1);
  if (!READABLE.has(kind)) throw new Error(`the payload has a ${kind}, whose content cannot be compared`);
  const primitive: unknown = value.valueOf();
  return isObject(primitive) ? Object.entries(value).flat() : [primitive];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}
