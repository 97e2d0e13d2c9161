import { FrameClock } from './parts/frame-clock.ts';
import { newMemory } from './parts/memory.ts';
import { checkDetached } from './parts/stamp.ts';
import type { Suite } from './suite.ts';
import { type MainContext, type MainSide, type Transport, timedBy } from './transport.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
/** 1080p, four bytes per pixel. */
const FULL_HD_BYTES = 1920 * 1080 * 4;
/** How many frames may be in flight at once: one is written, one is read, and one is spare. */
const SLOTS = 3;
/** A program touches what it sends: here one word of every 4 KiB. */
const STRIDE_WORDS = (4 * KIB) / Int32Array.BYTES_PER_ELEMENT;
/** At full speed, each sample fills and empties the pipeline once, which must not be most of the sample. */
const LEAST_BATCH = 10 * SLOTS;
/** The unmeasured frames at a fixed rate. */
const WARMUP_FRAMES = 5;

/**
 * Frames go from the page to a worker, one after another: the page writes one word of every 4 KiB, the worker reads each of
 * these words and answers. At full speed, a sample is the time per frame. At a fixed rate, a sample is the time from when the
 * frame was due until the page knows that the frame was read.
 */
export const suite: Suite = {
  name: 'stream',
  question: 'How fast and how late do frames get from the page to a worker?',
  figure: { id: 'frame', title: 'time per frame', one: 'frame', many: 'frames' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'clone',
  work: null,
  crossings: 1,
  parameter: { name: 'frames per second', kind: 'rate', values: [null, 60] },
  sizesBytes: [64 * KIB, MIB, FULL_HD_BYTES],
  anySizeUpToBytes: 64 * MIB,
  placement: 'apart',
  repeats: null,
  timeShare: 0.8,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      clone: streaming({ title: 'one buffer, cloned for each frame', copies: true }, () => [], clones),
      'transfer-fresh': streaming(
        { title: 'a new buffer for each frame, transferred', copies: false },
        () => [],
        transfersFresh,
      ),
      'transfer-reuse': streaming(
        { title: 'three buffers, transferred and sent back', copies: false },
        (buffer) => [buffer],
        transfersReused,
      ),
      share: streaming(
        {
          title: 'three slots of one shared memory; a message says which',
          copies: false,
          needs: ['shared-memory'],
        },
        () => [],
        shares,
      ),
    },
    controls: {},
  },
};

/** The sending side: how it sends a frame, and how it handles an answer. */
interface Lane {
  readonly setup?: unknown;
  send(frame: number): void;
  comeBack(data: unknown): void;
}

function mark(words: Int32Array, frame: number): void {
  for (let index = 0; index < words.length; index += STRIDE_WORDS) words[index] = frame;
  words[words.length - 1] = frame;
}

/** The number of the frame in the words. @throws {Error} if the words contain several frames. */
function readFrame(words: Int32Array): number {
  const frame = words[words.length - 1] ?? 0;
  for (let index = 0; index < words.length; index += STRIDE_WORDS) {
    if (words[index] !== frame) throw new Error(`frame ${frame} contains ${words[index]} at word ${index}`);
  }
  return frame;
}

function clones({ sizeBytes, post }: MainContext): Lane {
  const words = new Int32Array(sizeBytes / 4);
  return {
    send(frame) {
      mark(words, frame);
      post(words.buffer);
    },
    comeBack() {},
  };
}

function transfersFresh({ sizeBytes, post }: MainContext): Lane {
  return {
    send(frame) {
      const words = new Int32Array(sizeBytes / 4);
      mark(words, frame);
      post(words.buffer, [words.buffer]);
      checkDetached(words.buffer);
    },
    comeBack() {},
  };
}

function transfersReused({ sizeBytes, post }: MainContext): Lane {
  const idle = Array.from({ length: SLOTS }, () => new Int32Array(sizeBytes / 4));
  return {
    send(frame) {
      const words = idle.pop();
      if (!words) throw new Error('no buffer has come back');
      mark(words, frame);
      post(words.buffer, [words.buffer]);
      checkDetached(words.buffer);
    },
    comeBack(data) {
      idle.push(new Int32Array(data as ArrayBuffer));
    },
  };
}

function shares({ sizeBytes, post }: MainContext): Lane {
  const memory = newMemory(SLOTS * sizeBytes, 'shared');
  return {
    setup: memory,
    send(frame) {
      const slot = frame % SLOTS;
      mark(slotOf(memory, slot, sizeBytes), frame);
      post(slot);
    },
    comeBack() {},
  };
}

function slotOf(memory: WebAssembly.Memory, slot: number, sizeBytes: number): Int32Array {
  return new Int32Array(memory.buffer, slot * sizeBytes, sizeBytes / Int32Array.BYTES_PER_ELEMENT);
}

/** @param sentBack The part of a frame that the worker sends back; without it, the answer is empty. */
function streaming(
  { title, copies, needs = [] }: Pick<Transport, 'title' | 'copies'> & Partial<Pick<Transport, 'needs'>>,
  sentBack: (buffer: ArrayBuffer) => ArrayBuffer[],
  makeLane: (context: MainContext) => Lane,
): Transport {
  return {
    title,
    needs,
    copies,
    controls: [],

    openMain(context) {
      const lane = makeLane(context);
      return { ...(lane.setup === undefined ? {} : { setup: lane.setup }), ...sender(context, lane) };
    },

    openWorker({ sizeBytes, post, setup }) {
      let expected = 1;
      return (data) => {
        const words =
          data instanceof ArrayBuffer
            ? new Int32Array(data)
            : slotOf(setup as WebAssembly.Memory, data as number, sizeBytes);
        const frame = readFrame(words);
        if (frame !== expected) throw new Error(`frame ${frame} arrived, expected ${expected}`);
        expected++;
        const [back] = data instanceof ArrayBuffer ? sentBack(data) : [];
        if (back) post(back, [back]);
        else post(null);
      };
    },
  };
}

function sender({ parameter: rate, receive }: MainContext, lane: Lane): Omit<MainSide, 'setup'> {
  let sent = 0;
  let answered = 0;
  let onAnswer = () => {};
  /** When the answer to each frame of this turn arrived. */
  const answeredAtMs: number[] = [];

  // Asks for the next answer before another event can deliver it, so that no answer is lost.
  const listen = async (): Promise<void> => {
    for (;;) {
      lane.comeBack(await receive());
      answered++;
      if (rate !== null) answeredAtMs.push(performance.now());
      onAnswer();
    }
  };
  void listen();

  const answer = () =>
    new Promise<void>((resolve) => {
      onAnswer = resolve;
    });

  async function send(): Promise<void> {
    while (sent - answered >= SLOTS) await answer();
    lane.send(++sent);
  }

  async function timed(_: number, count: number): Promise<number> {
    const start = performance.now();
    for (let frame = 0; frame < count; frame++) await send();
    while (answered < sent) await answer();
    return performance.now() - start;
  }

  /** Each frame is due at its time, whether or not the frames before it have been read. */
  async function paced(durationMs: number, hertz: number) {
    const frames = WARMUP_FRAMES + Math.ceil((durationMs / 1000) * hertz);
    const dueMs: number[] = [];
    const clock = new FrameClock();
    answeredAtMs.length = 0;
    const start = performance.now();
    for (let frame = 0; frame < frames; frame++) {
      const due = start + (frame * 1000) / hertz;
      await clock.until(due);
      dueMs.push(due);
      await send();
    }
    while (answered < sent) await answer();
    clock.end();
    const samplesMs = dueMs.map((due, frame) => (answeredAtMs[frame] ?? Number.NaN) - due);
    return {
      samplesMs: samplesMs.slice(WARMUP_FRAMES),
      warmup: WARMUP_FRAMES,
      warmupMs: (WARMUP_FRAMES * 1000) / hertz,
    };
  }

  return {
    ...timedBy(timed),
    leastBatch: LEAST_BATCH,
    ...(rate === null ? {} : { samples: (durationMs: number) => paced(durationMs, rate) }),
  };
}
