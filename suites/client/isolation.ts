import type { Isolation } from '../../results/schema/launch.ts';
import { describeError } from '../parts/errors.ts';
import type { WorkerLink } from './worker-link.ts';

/** What this engine reports about isolation, and whether it really shares: a shared memory may exist but fail to post. */
export async function probeIsolation(link: WorkerLink): Promise<Isolation> {
  return {
    crossOriginIsolated: inPage() ? globalThis.crossOriginIsolated === true : null,
    sharedArrayBuffer: typeof SharedArrayBuffer !== 'undefined',
    sharedMemory: await probeSharedMemory(link),
  };
}

async function probeSharedMemory(link: WorkerLink): Promise<string> {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const { shared } = await link.call({ kind: 'probe', memory }, 'probe');
    return shared ? 'posted' : 'the memory arrived without a SharedArrayBuffer';
  } catch (error) {
    return describeError(error);
  }
}

/** True in a page of a browser, false in a runtime. */
export function inPage(): boolean {
  return 'document' in globalThis;
}

/** Why this page cannot measure, or `undefined` if it can. Every transport needs isolation, for equal conditions, unless the run is without. */
export function whyNotIsolated(): string | undefined {
  if (!inPage() || globalThis.crossOriginIsolated) return undefined;
  const cause = globalThis.isSecureContext
    ? 'the response lacks Cross-Origin-Opener-Policy: same-origin or Cross-Origin-Embedder-Policy: require-corp'
    : `${location.origin} is not a secure context; open it as http://127.0.0.1, through a tunnel to it, or over https`;
  return `this page is not cross-origin isolated: ${cause}`;
}
