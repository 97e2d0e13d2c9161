import type { PageMessage } from '../../results/schema/page-message.ts';
import { inPage } from '../client/isolation.ts';
import type { Instruction } from '../plan/plan.ts';

/** The source of a page's plan, and the destination of its findings. */
export interface Session {
  next(): Promise<Instruction>;
  /** Resolves when the message has been received. */
  push(message: PageMessage): Promise<void>;
}

/** Requests of a page in a frame to its parent page; each is answered before the next. */
export type FrameRequest =
  | { readonly kind: 'next' }
  | { readonly kind: 'push'; readonly message: PageMessage };

/** The session that this page or runtime was opened for: of the server named in the URL, or else of the parent page. */
export function openSession(): Session {
  const id = new URL(location.href).searchParams.get('session');
  return id === null && inPage() && parent !== window ? parentSession() : serverSession(id ?? '');
}

function serverSession(id: string): Session {
  async function request(path: string, init?: RequestInit): Promise<Response> {
    const url = new URL(`/api/${path}?session=${encodeURIComponent(id)}`, location.href);
    const response = await fetch(url, init);
    if (!response.ok) throw new Error(`the server answered ${response.status}: ${await response.text()}`);
    return response;
  }
  return {
    next: async () => (await (await request('next')).json()) as Instruction,
    async push(message) {
      await request('messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      });
    },
  };
}

/** Uses a port that the page gives to its parent, which has the same origin. */
function parentSession(): Session {
  const { port1: port, port2 } = new MessageChannel();
  parent.postMessage('session', location.origin, [port2]);
  function ask<Answer>(request: FrameRequest): Promise<Answer> {
    return new Promise((resolve) => {
      port.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      port.postMessage(request);
    });
  }
  return {
    next: () => ask<Instruction>({ kind: 'next' }),
    push: (message) => ask<void>({ kind: 'push', message }),
  };
}
