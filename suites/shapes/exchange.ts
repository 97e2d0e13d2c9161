import { checkDetached } from '../parts/stamp.ts';
import type { MainContext, Post, Transport } from '../transport.ts';

/** What is exchanged, as the program has it on both sides. */
export interface Content<Held> {
  /** Returns what the main side sends in the round trip with a stamp. */
  open(extent: Extent): (stamp: number) => Held;
  /** Returns what the worker answers, with a stamp, to what has arrived. */
  openAnswer(extent: Extent): (held: Held, stamp: number) => Held;
  /** On each arrival: checks the stamp, in a time that does not depend on the extent. */
  expect(held: Held, stamp: number, extent: Extent): void;
  /** After the rounds: checks everything. */
  check(held: Held, stamp: number, extent: Extent): void;
  /** After the check of what {@link Content.open} has opened. */
  close?(): void;
}

export type Extent = Pick<MainContext, 'sizeBytes' | 'parameter'>;

/** How the content gets into a message and out of the message again. */
export interface Form<Held> {
  readonly title: string;
  readonly needs?: Transport['needs'];
  /** Cloned to the worker once, and used by the codecs of both sides. */
  setup?(context: MainContext, held: Held): unknown;
  /** Each side has its own codec. */
  open(setup: unknown): Codec<Held>;
  /** The buffers of a message that are transferred. Default: none. */
  transferOf?(message: unknown): ArrayBuffer[];
}

export interface Codec<Held> {
  encode(held: Held): unknown;
  decode(message: unknown): Held;
}

/** Both sides encode what they have and decode what they get: each round trip is timed from content to content. */
export function exchange<Held>(content: Content<Held>, form: Form<Held>): Transport {
  return {
    title: form.title,
    needs: form.needs ?? [],
    copies: true,
    controls: [],

    openMain(context) {
      const { sizeBytes, parameter, post, receive } = context;
      const extent = { sizeBytes, parameter };
      const next = content.open(extent);
      let received = next(1);
      const setup = form.setup?.(context, received);
      const codec = form.open(setup);
      let isOpen = true;
      return {
        setup,
        roundTrip(stamp) {
          const own = next(stamp);
          // From here the last answer is garbage, as in any program.
          received = own;
          send(post, codec.encode(own), form);
          return receive((data) => {
            received = codec.decode(data);
            content.expect(received, stamp + 1, extent);
          });
        },
        received: () => null,
        check: (roundTrips) => content.check(received, 2 * roundTrips, extent),
        end() {
          if (isOpen) content.close?.();
          isOpen = false;
        },
      };
    },

    openWorker({ sizeBytes, parameter, post, setup }) {
      const extent = { sizeBytes, parameter };
      const codec = form.open(setup);
      const answer = content.openAnswer(extent);
      let stamp = 1;
      return (data) => {
        const held = codec.decode(data);
        content.expect(held, stamp, extent);
        send(post, codec.encode(answer(held, stamp + 1)), form);
        stamp += 2;
      };
    },
  };
}

export function send<Held>(post: Post, message: unknown, { transferOf }: Form<Held>): void {
  const transfer = transferOf?.(message) ?? [];
  post(message, transfer);
  for (const buffer of transfer) checkDetached(buffer);
}
