import type { Channel, Post } from '../transport.ts';

/**
 * The bytes that really arrive: those of the whole buffer, however small the view of it is. The worker counts the bytes of each
 * message, and tells the page the last count after the timing.
 */

const QUESTION = 'how many bytes arrived?';

/** A shared buffer stays where it is. */
export function arrivedBytes(buffer: ArrayBufferLike): number {
  return buffer instanceof ArrayBuffer ? buffer.byteLength : 0;
}

/** The worker's handler. @param handle Returns the bytes that arrived with the message. */
export function counting(post: Post, handle: (data: unknown) => number): (data: unknown) => void {
  let lastBytes = 0;
  return (data) => {
    if (data === QUESTION) post(lastBytes);
    else lastBytes = handle(data);
  };
}

/** The bytes that arrived in the worker with the last message. */
export async function askBytes({ post, receive }: Pick<Channel, 'post' | 'receive'>): Promise<number> {
  post(QUESTION);
  const answer = await receive();
  if (typeof answer !== 'number')
    throw new Error(`the worker did not say how many bytes arrived: ${String(answer)}`);
  return answer;
}
