import { troubleOf, unreadable } from '../parts/trouble.ts';
import type { Post } from '../transport.ts';
import { answering } from './hand-over.ts';
import type { Hello, PeerWords } from './peer-protocol.ts';

/** The script of frames, shared workers and service workers: it meets one page, and answers what it gets. */

/** The used part of the three global scopes. */
interface PeerScope {
  onconnect: ((event: MessageEvent) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: (() => void) | null;
}
const scope = globalThis as unknown as PeerScope;

/** Where messages come in. */
type Inlet = Pick<PeerScope, 'onmessage' | 'onmessageerror'>;

/** The first message has the hand-over and a port; every other is a working set. */
function answerOn(inlet: Inlet, postTo: (hello: MessageEvent) => Post): void {
  let say = (_: PeerWords): void => {};
  let handle: ((data: unknown) => void) | undefined;
  inlet.onmessage = (event) => {
    try {
      if (handle) return handle(event.data);
      const { handOver } = event.data as Hello;
      const [control] = event.ports;
      say = (words) => control?.postMessage(words);
      handle = answering(handOver, { post: postTo(event) });
      say({ kind: 'ready' });
    } catch (error) {
      say(troubleOf(error));
    }
  };
  inlet.onmessageerror = () => say(troubleOf(unreadable()));
}

if ('SharedWorkerGlobalScope' in globalThis) {
  scope.onconnect = ({ ports }) => {
    const [port] = ports;
    if (port)
      answerOn(
        port as Inlet,
        () =>
          (message, transfer = []) =>
            port.postMessage(message, transfer),
      );
  };
} else {
  answerOn(scope, ({ source, origin }) => {
    if ('ServiceWorkerGlobalScope' in globalThis) {
      const client = source as ServiceWorker;
      return (message, transfer = []) => client.postMessage(message, transfer);
    }
    const page = source as Window;
    return (message, transfer = []) => page.postMessage(message, origin, transfer);
  });
}
