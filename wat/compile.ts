import loadWabt from 'wabt';
import { UserError } from '../results/command-line/user-error.ts';

/** What is wrong with a `.wat` file, as `file:line:column: message`. */
export class WatError extends UserError {}

/** The WebAssembly proposals that a file may name in its header, by wabt's names. */
const FEATURES = ['threads', 'bulk_memory', 'simd', 'memory64'] as const;
type Feature = (typeof FEATURES)[number];

/** The kinds of memory that a file can be compiled with. The text always imports the shared one. */
const MEMORIES = ['shared', 'plain'] as const;
export type WatMemory = (typeof MEMORIES)[number];

/** The comment at the top of a `.wat` file, with one `;; key: value` per line. */
export interface WatHeader {
  readonly title: string;
  readonly features: readonly Feature[];
  /** The kinds of memory that the module can be compiled with. */
  readonly memory: readonly WatMemory[];
}

const LISTS = { features: FEATURES, memory: MEMORIES } as const;
type List = keyof typeof LISTS;

/** @throws {WatError} with the file and the line, if the header lacks a title, or has an unknown key or value. */
export function readHeader(file: string, text: string): WatHeader {
  const found = new Map<string, { line: number; value: string }>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = /^;; (\w+): (.+)$/.exec(line);
    if (!match) break;
    const [, key = '', value = ''] = match;
    if (key !== 'title' && !(key in LISTS)) {
      const keys = ['title', ...Object.keys(LISTS)].map((name) => `'${name}'`).join(', ');
      throw new WatError(`${file}:${index + 1}:4: '${key}' is not a header key; use one of ${keys}`);
    }
    found.set(key, { line: index + 1, value: value.trim() });
  }
  const title = found.get('title')?.value;
  if (title === undefined) throw new WatError(`${file}:1:1: the file does not begin with ';; title: …'`);

  function list<Key extends List>(key: Key): (typeof LISTS)[Key][number][] {
    const { line, value } = found.get(key) ?? { line: 1, value: '' };
    const allowed: readonly string[] = LISTS[key];
    const values = value === '' ? [] : value.split(/,\s*/);
    const unknown = values.find((name) => !allowed.includes(name));
    if (unknown !== undefined) {
      throw new WatError(
        `${file}:${line}:${key.length + 6}: '${unknown}' is not one of the ${key} ${allowed.join(', ')}`,
      );
    }
    return values as (typeof LISTS)[Key][number][];
  }
  return { title, features: list('features'), memory: list('memory') };
}

let wabt: ReturnType<typeof loadWabt> | undefined;

const SHARED_IMPORT = /(\(import "env" "memory" \(memory \d+ \d+) shared\)/;

/**
 * Compiles WebAssembly text.
 * @throws {WatError} with a message that starts with `file:line:column`, if the text is invalid.
 */
export async function compileWat(
  file: string,
  text: string,
  memory: WatMemory = 'shared',
): Promise<Uint8Array> {
  const { features, memory: memories } = readHeader(file, text);
  if (memories.length > 0 && !memories.includes(memory)) {
    throw new WatError(`${file}:1:1: the header does not list the memory '${memory}'`);
  }
  const enabled = Object.fromEntries(features.map((name) => [name, true]));
  wabt ??= loadWabt();
  const { parseWat } = await wabt;
  try {
    const module = parseWat(file, memory === 'plain' ? text.replace(SHARED_IMPORT, '$1)') : text, enabled);
    try {
      // wabt's types lack the argument, without which every enabled feature is an error.
      (module.validate as (features: object) => void).call(module, enabled);
      return module.toBinary({}).buffer;
    } finally {
      module.destroy();
    }
  } catch (error) {
    throw new WatError((error as Error).message.replace(/^(parseWat|validate) failed:\n/, ''));
  }
}
