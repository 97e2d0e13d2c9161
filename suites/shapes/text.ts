const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Whether the engine takes bytes of a shared memory in place. Browsers differ in encoding there, and do not decode there. */
const IN_PLACE = {
  encode: works((shared) => encoder.encodeInto('', shared)),
  decode: works((shared) => decoder.decode(shared)),
};

function works(use: (shared: Uint8Array) => unknown): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  try {
    use(new Uint8Array(new SharedArrayBuffer(1)));
    return true;
  } catch {
    return false;
  }
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Puts the text into a shared memory, and returns the number of bytes. @throws {Error} if there is no room for the text. */
export function encodeUtf8Into(text: string, shared: Uint8Array): number {
  if (!IN_PLACE.encode) {
    const bytes = encoder.encode(text);
    shared.set(bytes);
    return bytes.length;
  }
  const { read, written } = encoder.encodeInto(text, shared);
  if (read !== text.length) throw new RangeError(`${shared.length} bytes have no room for the text`);
  return written;
}

export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes.buffer instanceof ArrayBuffer || IN_PLACE.decode ? bytes : bytes.slice());
}

/** For messages that are bytes: their buffer is transferred. */
export function bufferOfBytes(message: unknown): ArrayBuffer[] {
  return [(message as Uint8Array<ArrayBuffer>).buffer];
}
