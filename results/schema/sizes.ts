const UNITS = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
type Unit = keyof typeof UNITS;

/** The sizes of a working set that are measured unless others are requested: 1 KiB to 256 MiB in steps of 4. */
export const SIZES_BYTES: readonly number[] = Array.from({ length: 10 }, (_, step) => 1024 * 4 ** step);

/** A requested size is a whole number of these: the kernels work on four 32-bit words at a time. */
export const SIZE_STEP_BYTES = 16;
/** The smallest size that can be requested: a cache line. */
export const LEAST_SIZE_BYTES = 64;
/** The largest: a WebAssembly memory with 32-bit addresses has no room for more. */
export const MOST_SIZE_BYTES = 4 * UNITS.GiB;
/** The same with 64-bit addresses, as engines limit it: https://webassembly.github.io/spec/js-api/#limits */
export const MOST_WIDE_SIZE_BYTES = 16 * UNITS.GiB;

/** `65536` → `"64 KiB"`; rounded to some digits. */
export function formatSize(sizeBytes: number, separator = ' ', digits = 4): string {
  const unit = unitOf(sizeBytes);
  return `${Number((sizeBytes / UNITS[unit]).toPrecision(digits))}${separator}${unit}`;
}

/** `65536` → `"64KiB"`, as a flag takes it; not rounded, so that two sizes never have the same text. */
export function exactSize(sizeBytes: number): string {
  const unit = unitOf(sizeBytes);
  return `${sizeBytes / UNITS[unit]}${unit}`;
}

function unitOf(sizeBytes: number): Unit {
  return (['GiB', 'MiB', 'KiB'] as const).find((name) => sizeBytes >= UNITS[name]) ?? 'B';
}

/** `"64KiB"` → 65536. `undefined` if the text is not a whole number of bytes in B, KiB, MiB or GiB. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(B|KiB|MiB|GiB)$/.exec(text);
  if (!match) return undefined;
  const sizeBytes = Number(match[1]) * UNITS[match[2] as Unit];
  return Number.isSafeInteger(sizeBytes) && sizeBytes > 0 ? sizeBytes : undefined;
}
