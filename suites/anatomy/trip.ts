/** When each step of one round trip ended, in milliseconds on the page's clock. */
export interface PageMarks {
  readonly started: number;
  readonly posted: number;
  readonly arrived: number;
  readonly read: number;
  readonly touched: number;
}

/** The same in the worker, on its own clock. */
export interface WorkerMarks {
  readonly arrived: number;
  readonly read: number;
  readonly touched: number;
  readonly posted: number;
}

export interface Trip {
  readonly page: PageMarks;
  readonly worker: WorkerMarks;
}

/** A part of a round trip, from the marks of both sides. */
export interface Part {
  readonly title: string;
  /** Each mark as its clock has it. */
  readonly ms: (page: PageMarks, worker: WorkerMarks) => number;
  /** How many readings of a clock it is made of. */
  readonly readings: number;
  /** How often the difference of the two clocks must be added: 0 if each clock is compared with itself alone. */
  readonly offsets: 1 | 0 | -1;
}

/** The steps in their order: each begins where the one before it ends, so together they are the round trip. */
export const STEPS = {
  'there-post': {
    title: 'on the page: inside postMessage',
    ms: ({ started, posted }) => posted - started,
    readings: 2,
    offsets: 0,
  },
  'there-wait': {
    title: 'from the return of postMessage on the page to the event in the worker',
    ms: (page, worker) => worker.arrived - page.posted,
    readings: 2,
    offsets: 1,
  },
  'there-read': {
    title: 'in the worker: reading the data of the event',
    ms: (_, { arrived, read }) => read - arrived,
    readings: 2,
    offsets: 0,
  },
  'there-touch': {
    title: 'in the worker: reading one word of every 4 KiB',
    ms: (_, { read, touched }) => touched - read,
    readings: 2,
    offsets: 0,
  },
  'back-post': {
    title: 'in the worker: inside postMessage',
    ms: (_, { touched, posted }) => posted - touched,
    readings: 2,
    offsets: 0,
  },
  'back-wait': {
    title: 'from the return of postMessage in the worker to the event on the page',
    ms: (page, worker) => page.arrived - worker.posted,
    readings: 2,
    offsets: -1,
  },
  'back-read': {
    title: 'on the page: reading the data of the event',
    ms: ({ arrived, read }) => read - arrived,
    readings: 2,
    offsets: 0,
  },
  'back-touch': {
    title: 'on the page: reading one word of every 4 KiB',
    ms: ({ read, touched }) => touched - read,
    readings: 2,
    offsets: 0,
  },
} as const satisfies Record<string, Part>;

export const WHOLE: Part = {
  title: 'the whole round trip',
  ms: ({ started, touched }) => touched - started,
  readings: 2,
  offsets: 0,
};

/** Sums of steps that each clock measures alone. */
export const SUMS = {
  page: {
    title:
      'on the page: inside postMessage, reading and touching; not what an engine deserialises before the event',
    ms: ({ started, posted, arrived, touched }) => posted - started + (touched - arrived),
    readings: 4,
    offsets: 0,
  },
  waits: {
    title:
      'both waits: the round trip without the postMessage, reading and touching of both sides; with what an engine deserialises before the event',
    ms: (page, worker) => page.arrived - page.posted - (worker.posted - worker.arrived),
    readings: 4,
    offsets: 0,
  },
} as const satisfies Record<string, Part>;
