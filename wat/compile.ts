import loadWabt from 'wabt';

/** The WebAssembly proposals a file may name in its header; wabt's own names. */
const FEATURES = ['threads', 'bulk_memory', 'simd'] as const;
type Feature = (typeof FEATURES)[number];

/** The memories that a file may import; the text has the shared one. */
const MEMORIES = ['shared', 'plain'] as const;
export type WatMemory = (typeof MEMORIES)[number];

/** What the comment at the top of a `.wat` file says of it, one `;; key: value` a line. */
export interface WatHeader {
  readonly title: string;
  readonly features: readonly Feature[];
  /** With which memory it can be compiled. */
  readonly memory: readonly WatMemory[];
}

const LISTS = { features: FEATURES, memory: MEMORIES } as const;
type List = keyof typeof LISTS;

/** @throws {Error} that names the file and line, where the header lacks a key or has one that is not known. */
export function readHeader(file: string, text: string): WatHeader {
  const found = new Map<string, { line: number; value: string }>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = /^;; (\w+): (.+)$/.exec(line);
    if (!match) break;
    const [, key = '', value = ''] = match;
    if (key !== 'title' && !(key in LISTS)) {
      const keys = ['title', ...Object.keys(LISTS)].map((name) => `'${name}'`).join(', ');
      throw new Error(`${file}:${index + 1}:4: '${key}' is no key of a header; there are ${keys}`);
    }
    found.set(key, { line: index + 1, value: value.trim() });
  }
  const title = found.get('title')?.value;
  if (title === undefined) throw new Error(`${file}:1:1: the file does not begin with ';; title: …'`);

  function list<Key extends List>(key: Key): (typeof LISTS)[Key][number][] {
    const { line, value } = found.get(key) ?? { line: 1, value: '' };
    const allowed: readonly string[] = LISTS[key];
    const values = value === '' ? [] : value.split(/,\s*/);
    const unknown = values.find((name) => !allowed.includes(name));
    if (unknown !== undefined) {
      throw new Error(
        `${file}:${line}:${key.length + 6}: '${unknown}' is not one of the ${key} ${allowed.join(', ')}`,
      );
    }
    return values as (typeof LISTS)[Key][number][];
  }
  return { title, features: list('features'), memory: list('memory') };
}

const SHARED_IMPORT = /(\(import "env" "memory" \(memory \d+ \d+) shared\)/;

/**
 * Compiles WebAssembly text.
 * @throws {Error} whose message begins with `file:line:column`, where the text is wrong.
 */
export async function compileWat(
  file: string,
  text: string,
  memory: WatMemory = 'shared',
): Promise<Uint8Array> {
  const { features, memory: memories } = readHeader(file, text);
  if (memories.length > 0 && !memories.includes(memory)) {
    throw new Error(`${file}:1:1: its header does not name the memory '${memory}'`);
  }
  const enabled = Object.fromEntries(features.map((name) => [name, true]));
  const wabt = await loadWabt();
  try {
    const module = wabt.parseWat(
      file,
      memory === 'plain' ? text.replace(SHARED_IMPORT, '$1)') : text,
      enabled,
    );
    try {
      // Its types leave out the argument, and without it every feature in use is an error.
      (module.validate as (features: object) => void).call(module, enabled);
      return module.toBinary({}).buffer;
    } finally {
      module.destroy();
    }
  } catch (error) {
    throw new Error((error as Error).message.replace(/^(parseWat|validate) failed:\n/, ''));
  }
}
