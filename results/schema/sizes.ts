const UNITS = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
type Unit = keyof typeof UNITS;

/** The sizes of a working set: 1 KiB to 256 MiB in steps of 4. */
export const SIZES_BYTES: readonly number[] = Array.from({ length: 10 }, (_, step) => 1024 * 4 ** step);

/** `65536` → `"64 KiB"`; with an empty separator, the form for {@link parseSize} and the flags. */
export function formatSize(sizeBytes: number, separator = ' ', digits = 4): string {
  const unit = (['GiB', 'MiB', 'KiB'] as const).find((name) => sizeBytes >= UNITS[name]) ?? 'B';
  return `${Number((sizeBytes / UNITS[unit]).toPrecision(digits))}${separator}${unit}`;
}

/** `"64KiB"` → 65536. `undefined` if the text is not a whole number of bytes in B, KiB, MiB or GiB. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(B|KiB|MiB|GiB)$/.exec(text);
  if (!match) return undefined;
  const sizeBytes = Number(match[1]) * UNITS[match[2] as Unit];
  return Number.isSafeInteger(sizeBytes) && sizeBytes > 0 ? sizeBytes : undefined;
}
