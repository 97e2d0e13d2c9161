import { describeError, Unsupported } from '../parts/errors.ts';
import type { MainContext, MainSide, Post, Transport, WorkerContext } from '../transport.ts';
import { answering, asking, type HandOver } from './hand-over.ts';
import { Inbox } from './inbox.ts';

/** A way to send messages, and to get the answers, other than the messages of a worker. */
export interface ChannelKind {
  readonly title: string;
  openMain(context: MainContext, inbox: Inbox, handOver: HandOver): MainEnd;
  /** Absent if the other side is not a worker of the page. */
  openWorker?(context: WorkerContext, answerWith: AnswerWith): void;
}

/** The page's end of a channel. */
export interface MainEnd extends Pick<MainSide, 'setup' | 'setupTransfer' | 'opened'> {
  readonly post: Post;
  end(): void;
}

/** What the other side does with each message, if it answers with `post`. */
export type AnswerWith = (post: Post) => (data: unknown) => void;

/** Errors of a post are the engine's words on what the channel cannot carry. */
function postIfSupported(post: Post): Post {
  return (message, transfer) => {
    try {
      post(message, transfer);
    } catch (error) {
      throw new Unsupported(describeError(error));
    }
  };
}

/** Round trips through a channel. */
export function through(kind: ChannelKind, handOver: HandOver): Transport {
  const { openWorker } = kind;
  return {
    title: kind.title,
    needs: handOver === 'share' ? ['shared-memory'] : [],
    copies: handOver === 'clone',
    hasOwnChannel: true,

    openMain(context) {
      const inbox = new Inbox();
      const { post, end, ...rest } = kind.openMain(context, inbox, handOver);
      const { sizeBytes } = context;
      const sides = asking(handOver, { sizeBytes, post: postIfSupported(post), receive: inbox.receive });
      return {
        ...rest,
        ...sides,
        end() {
          inbox.close();
          end();
        },
      };
    },

    ...(openWorker && {
      openWorker(context: WorkerContext) {
        openWorker(context, (post) => answering(handOver, { post }));
        return () => {};
      },
    }),
  };
}
