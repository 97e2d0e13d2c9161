const FUNCTIONS = 20_000;
/** How often each function repeats `i32.const 1`, `i32.add`. */
const ADDITIONS = 16;

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const I32 = 0x7f;

/**
 * A module of many functions, large enough to make compilation measurable. The first function is exported as `f0` and returns
 * the given number. The binary format: https://webassembly.github.io/spec/core/binary/modules.html
 */
export function largeModule(value: number): Uint8Array<ArrayBuffer> {
  const type = [0x60, 0, 1, I32];
  const name = [...new TextEncoder().encode('f0')];
  const bodies: number[] = [];
  for (let index = 0; index < FUNCTIONS; index++) {
    const code = [0, 0x41, ...signed(index === 0 ? value - ADDITIONS : index)];
    for (let addition = 0; addition < ADDITIONS; addition++) code.push(0x41, 1, 0x6a);
    code.push(0x0b);
    for (const byte of [...unsigned(code.length), ...code]) bodies.push(byte);
  }
  const parts = [
    MAGIC_AND_VERSION,
    section(1, [1, ...type]),
    section(3, [...unsigned(FUNCTIONS), ...new Array<number>(FUNCTIONS).fill(0)]),
    section(7, [1, ...unsigned(name.length), ...name, 0, 0]),
    section(10, unsigned(FUNCTIONS).concat(bodies)),
  ];
  return Uint8Array.from(parts.flat());
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length)].concat(content);
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? byte | 0x80 : byte);
  } while (rest);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}
