const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Returns the number of bytes. @throws {Error} if the bytes have no room for the text. */
export function encodeUtf8Into(text: string, bytes: Uint8Array): number {
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read !== text.length) throw new Error(`${bytes.length} bytes have no room for the text`);
  return written;
}

/** Bytes of a shared memory are copied first, because browsers do not decode them in place. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
}

/** For messages that are bytes: their buffer is transferred. */
export function bufferOfBytes(message: unknown): ArrayBuffer[] {
  return [(message as Uint8Array<ArrayBuffer>).buffer];
}
