/** Whether two values that structured clone can copy have the same content. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || tagOf(one) !== tagOf(other)) return false;
  const [own, others] = [contentOf(one), contentOf(other)];
  return own.length === others.length && own.every((part, at) => isEqual(part, others[at]));
}

/** A primitive content is a list with itself. */
function contentOf(value: object): unknown[] {
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value)];
  if (value instanceof Map || value instanceof Set) return [...value];
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof RegExp) return [String(value)];
  return Object.entries(value).flat();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}
