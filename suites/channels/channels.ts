import { transport as copyFresh } from '../controls/copy-fresh.ts';
import { transport as ping } from '../controls/ping.ts';
import type { Suite } from '../suite.ts';
import type { Transport } from '../transport.ts';
import { betweenWorkers } from './between-workers.ts';
import { type ChannelKind, through } from './channel.ts';
import { FRAME, OTHER_FRAME, SERVICE_WORKER, SHARED_WORKER } from './elsewhere.ts';
import { answering, asking, type HandOver } from './hand-over.ts';
import { BROADCAST, PORT, STREAM } from './in-worker.ts';

const KIB = 1024;

const CHANNELS: Readonly<Record<string, ChannelKind>> = {
  port: PORT,
  broadcast: BROADCAST,
  stream: STREAM,
  frame: FRAME,
  'other-origin': OTHER_FRAME,
  'shared-worker': SHARED_WORKER,
  'service-worker': SERVICE_WORKER,
};

/** Their interfaces take no transfer list. */
const WITHOUT_TRANSFER: readonly string[] = ['broadcast', 'stream'];

/** The same message and its answer through each channel. On both sides the same code makes, checks and answers it. */
export const channels = suiteOf(
  'channels',
  'clone',
  'How long does a clone take through each kind of channel: to a worker, a frame, a service worker?',
);
export const channelsTransfer = suiteOf(
  'channels-transfer',
  'transfer',
  'How long does a transfer take through each kind of channel?',
);
export const channelsShare = suiteOf(
  'channels-share',
  'share',
  'Which kinds of channel can carry a shared memory, and how long does a message with it take?',
);

function suiteOf(name: string, handOver: HandOver, question: string): Suite {
  const kinds = Object.entries(CHANNELS).filter(
    ([channel]) => handOver !== 'transfer' || !WITHOUT_TRANSFER.includes(channel),
  );
  return {
    name,
    question,
    figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
    areRivals: true,
    answers: null,
    breakEven: null,
    baseline: 'worker',
    work: null,
    crossings: handOver === 'share' ? 0 : 2,
    parameter: null,
    sizesBytes: [KIB, KIB ** 2],
    anySizeUpToBytes: 16 * KIB ** 2,
    // A shared worker and a service worker have threads of their own, and a frame may have a process.
    placement: 'free',
    repeats: null,
    timeShare: 0.15,
    watchedBy: 'full',
    measuredBy: 'full',
    sharesLaunches: true,
    methods: {
      transports: {
        worker: toWorker(handOver),
        'worker-to-worker': betweenWorkers(handOver),
        ...Object.fromEntries(kinds.map(([channel, kind]) => [channel, through(kind, handOver)])),
      },
      controls: { ping, 'copy-fresh': copyFresh },
    },
  };
}

/** The messages of a worker itself, with which the others are compared. */
function toWorker(handOver: HandOver): Transport {
  return {
    title: 'the messages of a worker: postMessage on both sides',
    needs: handOver === 'share' ? ['shared-memory'] : [],
    copies: handOver === 'clone',
    openMain: (context) => asking(handOver, context),
    openWorker: (context) => answering(handOver, context),
  };
}
