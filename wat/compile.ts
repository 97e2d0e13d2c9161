import loadWabt from 'wabt';

/** The WebAssembly proposals a file may name in its header; wabt's own names. */
const FEATURES = ['threads', 'bulk_memory', 'simd'] as const;
type Feature = (typeof FEATURES)[number];

/** What the comment at the top of a `.wat` file says of it, one `;; key: value` a line. */
export interface WatHeader {
  readonly title: string;
  readonly features: readonly Feature[];
}

/** @throws {Error} that names the file and line, where the header lacks a key or has one that is not known. */
export function readHeader(file: string, text: string): WatHeader {
  const values = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    const match = /^;; (\w+): (.+)$/.exec(line);
    if (!match) break;
    const [, key = '', value = ''] = match;
    if (key !== 'title' && key !== 'features') {
      throw new Error(
        `${file}:${index + 1}:4: '${key}' is no key of a header; there are 'title' and 'features'`,
      );
    }
    values.set(key, value.trim());
  }
  const title = values.get('title');
  if (title === undefined) throw new Error(`${file}:1:1: the file does not begin with ';; title: …'`);
  const features = values.get('features')?.split(/,\s*/) ?? [];
  const unknown = features.find((name) => !FEATURES.includes(name as Feature));
  if (unknown !== undefined) {
    const line = text.split('\n').findIndex((one) => one.startsWith(';; features:')) + 1;
    throw new Error(`${file}:${line}:14: '${unknown}' is not one of the features ${FEATURES.join(', ')}`);
  }
  return { title, features: features as Feature[] };
}

/**
 * Compiles WebAssembly text.
 * @throws {Error} whose message begins with `file:line:column`, where the text is wrong.
 */
export async function compileWat(file: string, text: string): Promise<Uint8Array> {
  const { features } = readHeader(file, text);
  const enabled = Object.fromEntries(features.map((name) => [name, true]));
  const wabt = await loadWabt();
  try {
    const module = wabt.parseWat(file, text, enabled);
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
