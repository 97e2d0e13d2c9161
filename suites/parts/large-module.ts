const FUNCTIONS = 20_000;
/** `i32.const 1`, `i32.add` */
const ADDITION = [0x41, 1, 0x6a];
/** How often each function repeats it. */
const ADDITIONS = 16;

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const I32 = 0x7f;

/** A number of 32 bits takes at most this many bytes, and can always take as many. */
const NUMBER_BYTES = 5;

/**
 * A module of many functions, large enough to make compilation measurable. The first function is exported as `f0` and returns
 * the given number. The binary format: https://webassembly.github.io/spec/core/binary/modules.html
 */
export function largeModule(value: number): Uint8Array<ArrayBuffer> {
  template ??= makeTemplate();
  const bytes = template.bytes.slice();
  bytes.set(padded(value - ADDITIONS), template.numberAt);
  return bytes;
}

/** Making a module takes longer than compiling it. */
let template: { readonly bytes: Uint8Array<ArrayBuffer>; readonly numberAt: number } | undefined;

function makeTemplate(): NonNullable<typeof template> {
  const type = [0x60, 0, 1, I32];
  const name = [...new TextEncoder().encode('f0')];
  const bodies = Array.from({ length: FUNCTIONS }, (_, index) =>
    bodyOf(index === 0 ? padded(0) : signed(index)),
  );
  const sections = [
    section(1, [1, ...type]),
    section(3, [...unsigned(FUNCTIONS), ...new Array<number>(FUNCTIONS).fill(0)]),
    section(7, [1, ...unsigned(name.length), ...name, 0, 0]),
    section(10, unsigned(FUNCTIONS).concat(bodies.flat())),
  ];
  const bytes = Uint8Array.from(MAGIC_AND_VERSION.concat(...sections));
  const bodiesLength = bodies.reduce((sum, { length }) => sum + length, 0);
  // The number follows the opcode of `i32.const` and comes before the additions and the end.
  const afterNumber = ADDITION.length * ADDITIONS + 1;
  const numberAt = bytes.length - bodiesLength + (bodies[0] as number[]).length - afterNumber - NUMBER_BYTES;
  return { bytes, numberAt };
}

/** The size and the code of a function that adds to a number. */
function bodyOf(number: readonly number[]): number[] {
  const additions = Array.from({ length: ADDITIONS }, () => ADDITION).flat();
  const code = [0, 0x41, ...number, ...additions, 0x0b];
  return [...unsigned(code.length), ...code];
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

/** LEB128 with as many bytes as any number of 32 bits can take. */
function padded(value: number): number[] {
  return Array.from({ length: NUMBER_BYTES }, (_, at) => {
    const isLast = at === NUMBER_BYTES - 1;
    return ((value >> (7 * at)) & 0x7f) | (isLast ? 0 : 0x80);
  });
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
