import { describeError, Unsupported } from './errors.ts';

/** What goes wrong in another thread or on the other side of a channel, as a message. */
export interface Trouble {
  readonly kind: 'trouble';
  readonly isUnsupported: boolean;
  readonly reason: string;
}

export function troubleOf(error: unknown): Trouble {
  return { kind: 'trouble', isUnsupported: error instanceof Unsupported, reason: describeReason(error) };
}

function describeReason(error: unknown): string {
  return error instanceof Unsupported ? error.message : describeError(error);
}

export function errorOf({ isUnsupported, reason }: Trouble, where = 'on the other side'): Error {
  const text = `${where}: ${reason}`;
  return isUnsupported ? new Unsupported(text) : new Error(text);
}

/** For the event in which an engine says that it cannot read a message. It has no words of its own. */
export function unreadable(): Unsupported {
  return new Unsupported('a message could not be read (the event messageerror)');
}
