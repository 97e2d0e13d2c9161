import { ifSupported } from '../parts/errors.ts';
import { errorOf, type Trouble, troubleOf, unreadable } from '../parts/trouble.ts';
import type { MainContext, WorkerContext } from '../transport.ts';
import type { AnswerWith, ChannelKind } from './channel.ts';
import type { Inbox } from './inbox.ts';

/** Channels from the page to its worker. */

/** The worker says through its own messages what goes wrong at its end of a channel. */
function hearOfTrouble({ receive }: MainContext, inbox: Inbox): void {
  void receive((data) => inbox.fail(errorOf(data as Trouble)));
}

/** The worker's end of a port, or of a channel with the same interface. */
function answerOn(
  port: MessagePort | BroadcastChannel,
  { post }: WorkerContext,
  handle: (data: unknown) => void,
): void {
  port.onmessage = ({ data }: MessageEvent) => {
    try {
      handle(data);
    } catch (error) {
      post(troubleOf(error));
    }
  };
  port.onmessageerror = () => post(troubleOf(unreadable()));
}

function hearFrom(port: MessagePort | BroadcastChannel, inbox: Inbox): void {
  port.onmessage = ({ data }: MessageEvent) => inbox.hear(data);
  port.onmessageerror = () => inbox.fail(unreadable());
}

export const PORT: ChannelKind = {
  title: 'a MessagePort to the worker',
  openMain(context, inbox) {
    const { port1, port2 } = new MessageChannel();
    hearFrom(port1, inbox);
    hearOfTrouble(context, inbox);
    return {
      setup: port2,
      setupTransfer: [port2],
      post: (message, transfer = []) => port1.postMessage(message, transfer),
      end: () => port1.close(),
    };
  },
  openWorker(context, answerWith) {
    const port = context.setup as MessagePort;
    answerOn(
      port,
      context,
      answerWith((message, transfer = []) => port.postMessage(message, transfer)),
    );
  },
};

export const BROADCAST: ChannelKind = {
  title: 'a BroadcastChannel that only the page and the worker listen to',
  openMain(context, inbox) {
    const name = crypto.randomUUID();
    const channel = ifSupported(() => new BroadcastChannel(name));
    hearFrom(channel, inbox);
    hearOfTrouble(context, inbox);
    return {
      setup: name,
      post: (message) => channel.postMessage(message),
      end: () => channel.close(),
    };
  },
  openWorker(context, answerWith) {
    const channel = new BroadcastChannel(context.setup as string);
    answerOn(
      channel,
      context,
      answerWith((message) => channel.postMessage(message)),
    );
  },
};

/** The worker's ends of two streams. */
interface Streams {
  readonly there: ReadableStream<unknown>;
  readonly back: WritableStream<unknown>;
}

export const STREAM: ChannelKind = {
  title: 'two transferred streams: chunks of a ReadableStream there, and of another back',
  openMain(context, inbox) {
    ifSupported(() => {
      const { readable } = new TransformStream();
      structuredClone(readable, { transfer: [readable] });
    });
    hearOfTrouble(context, inbox);
    const [there, back] = [new TransformStream<unknown>(), new TransformStream<unknown>()];
    const writer = there.writable.getWriter();
    const fail = (error: unknown) => inbox.fail(error);
    readAll(back.readable, (chunk) => inbox.hear(chunk)).catch(fail);
    const streams: Streams = { there: there.readable, back: back.writable };
    return {
      setup: streams,
      setupTransfer: [streams.there, streams.back],
      post: (chunk) => void writer.write(chunk).catch(fail),
      end: () => void writer.close().catch(() => {}),
    };
  },
  openWorker({ setup, post }: WorkerContext, answerWith: AnswerWith) {
    const { there, back } = setup as Streams;
    const writer = back.getWriter();
    const fail = (error: unknown) => post(troubleOf(error));
    readAll(
      there,
      answerWith((chunk) => void writer.write(chunk).catch(fail)),
    ).catch(fail);
  },
};

async function readAll(stream: ReadableStream<unknown>, use: (chunk: unknown) => void): Promise<void> {
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    use(value);
  }
}
