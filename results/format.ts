const UNITS = [
  { unit: 's', ms: 1000 },
  { unit: 'ms', ms: 1 },
  { unit: 'µs', ms: 1e-3 },
  { unit: 'ns', ms: 0 },
] as const;

/** `0.0123` → `"12.3 µs"`: three digits and the unit that suits them. */
export function formatDuration(durationMs: number): string {
  // 0.9995 of a unit would be rounded up into it.
  const { unit } = UNITS.find(({ ms }) => durationMs >= ms * 0.9995) ?? UNITS[3];
  const scale = { s: 1e-3, ms: 1, µs: 1e3, ns: 1e6 }[unit];
  const value = durationMs * scale;
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
