import { lackOr, Unsupported } from '../parts/errors.ts';
import { errorOf, unreadable } from '../parts/trouble.ts';
import type { MainContext, Post } from '../transport.ts';
import type { ChannelKind } from './channel.ts';
import type { Inbox } from './inbox.ts';
import type { Hello, PeerWords } from './peer-protocol.ts';

/** Channels to what is not a worker of the page: each runs the script `peer.ts`. */

/** A peer that has been started. */
interface Peer {
  readonly post: Post;
  end(): void;
}

/** Starts a peer whose messages go to the inbox. */
type Start = (peers: URL, inbox: Inbox) => Promise<Peer>;

/** A page that a host does not serve, or that may not be shown, says nothing. */
const MOST_STARTING_MS = 5_000;

function to(title: string, start: Start): ChannelKind {
  return {
    title,
    openMain({ peers }: MainContext, inbox, handOver) {
      let peer: Peer | undefined;
      let starting: Promise<Peer> | undefined;
      return {
        post: (message, transfer = []) => peer?.post(message, transfer),
        async opened() {
          starting = start(peers, inbox);
          peer = await within(starting).catch(throwLack);
          await within(meet(peer, { handOver }, inbox));
        },
        // Also one that starts too late.
        end: () =>
          void starting?.then(
            (late) => late.end(),
            () => {},
          ),
      };
    },
  };
}

/** A peer that is late, or that is not served, has failed. */
function throwLack(error: unknown): never {
  throw lackOr(error);
}

function within<Result>(starting: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`it has not started within ${MOST_STARTING_MS / 1000} s`));
    const timer = setTimeout(late, MOST_STARTING_MS);
    starting.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Resolves when the peer is ready. What else it says ends the round trip that waits for it. */
function meet({ post }: Peer, hello: Hello, inbox: Inbox): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<PeerWords>) => {
      if (data.kind === 'ready') resolve();
      else inbox.fail(errorOf(data));
    };
    post(hello, [port2]);
  });
}

/** @param place The page's own origin, or another one. */
function frame(place: (peers: URL) => URL): Start {
  return async (peers, inbox) => {
    const element = document.createElement('iframe');
    const src = new URL('frame.html', place(peers));
    element.src = src.href;
    element.hidden = true;
    const loaded = new Promise((resolve) => {
      element.onload = resolve;
    });
    document.body.append(element);
    await loaded;
    const page = element.contentWindow;
    if (!page) throw new Error('the frame has no window');
    const hear = ({ source, data }: MessageEvent) => {
      if (source === page) inbox.hear(data);
    };
    const fail = ({ source }: MessageEvent) => {
      if (source === page) inbox.fail(unreadable());
    };
    addEventListener('message', hear);
    addEventListener('messageerror', fail);
    return {
      post: (message, transfer = []) => page.postMessage(message, src.origin, transfer),
      end() {
        removeEventListener('message', hear);
        removeEventListener('messageerror', fail);
        element.remove();
      },
    };
  };
}

/** This machine has two names, and so its server has two origins. */
const OTHER_NAMES: Readonly<Record<string, string>> = { '127.0.0.1': 'localhost', localhost: '127.0.0.1' };

function ofOtherOrigin(peers: URL): URL {
  const name = OTHER_NAMES[peers.hostname];
  if (name === undefined)
    throw new Unsupported(`the server of this page has no second name: its only one is ${peers.hostname}`);
  const other = new URL(peers);
  other.hostname = name;
  return other;
}

export const FRAME = to(
  'a frame of the page’s own origin',
  frame((peers) => peers),
);

export const OTHER_FRAME = to('a frame of another origin', frame(ofOtherOrigin));

export const SHARED_WORKER = to('a SharedWorker', async (peers, inbox) => {
  // Each side of the page has a worker of its own.
  const { port } = new SharedWorker(new URL('peer.js', peers), crypto.randomUUID());
  port.onmessage = ({ data }: MessageEvent) => inbox.hear(data);
  port.onmessageerror = () => inbox.fail(unreadable());
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    end: () => port.close(),
  };
});

export const SERVICE_WORKER = to('a service worker', async (peers, inbox) => {
  // A page that is not in a secure context has none either.
  const { serviceWorker } = navigator as Partial<Navigator>;
  if (!serviceWorker) throw new Unsupported('navigator.serviceWorker is not available here');
  const scope = new URL(`${crypto.randomUUID()}/`, peers);
  const registration = await serviceWorker.register(new URL('peer.js', peers), { scope: scope.href });
  const worker = await activated(registration);
  const hear = ({ source, data }: MessageEvent) => {
    if (source === worker) inbox.hear(data);
  };
  const fail = () => inbox.fail(unreadable());
  serviceWorker.addEventListener('message', hear);
  serviceWorker.addEventListener('messageerror', fail);
  serviceWorker.startMessages();
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    end() {
      serviceWorker.removeEventListener('message', hear);
      serviceWorker.removeEventListener('messageerror', fail);
      void registration.unregister();
    },
  };
});

async function activated({ installing, waiting, active }: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const worker = installing ?? waiting ?? active;
  if (!worker) throw new Error('the registration has no service worker');
  while (worker.state !== 'activated') {
    await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
    if (worker.state === 'redundant') throw new Error('the service worker could not be installed');
  }
  return worker;
}
