import { describeIssues } from '../../results/file/parse.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import { type SharedRun, sharedRunSchema } from './shared-run.ts';

const PREFIX = '#run=';
/** A run is far smaller; a made-up link could unpack to a thousand times its length. */
const MOST_BYTES = 1024 ** 2;
const SIGNIFICANT_DIGITS = 4;

/** The part of a link that has the run: nothing after the `#` is sent to a server. */
export async function fragmentOf(shared: SharedRun): Promise<string> {
  const json = JSON.stringify(shared, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value)
      ? Number(value.toPrecision(SIGNIFICANT_DIGITS))
      : value,
  );
  const packed = new Blob([json]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return PREFIX + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function hasSharedRun(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/**
 * The run in the fragment of a URL; `undefined` if the fragment has none.
 * @throws {Error} that says what is wrong with the link.
 */
export async function sharedRunIn(fragment: string): Promise<SharedRun | undefined> {
  if (!hasSharedRun(fragment)) return undefined;
  const value = await unpacked(fragment.slice(PREFIX.length)).catch((error: Error) => {
    throw new Error(`it is damaged or was cut off (${error.message})`);
  });
  const parsed = sharedRunSchema.safeParse(value);
  if (!parsed.success) throw new Error(`it is not a run of this version\n${describeIssues(parsed.error)}`);
  return parsed.data;
}

async function unpacked(base64: string): Promise<unknown> {
  const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return JSON.parse(text + decoder.decode());
    sizeBytes += value.byteLength;
    if (sizeBytes > MOST_BYTES) {
      await reader.cancel();
      throw new Error(`unpacked, it has more than ${formatSize(MOST_BYTES)}`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
