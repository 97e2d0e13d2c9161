/** What a reader needs of an error: what follows is often a log. A text in a results file can be ten times as long. */
const MOST_CHARACTERS = 1_000;

/** The words of an error as a reason in a results file, which cannot be empty or long. */
export function reasonFrom(words: string): string {
  const text = words.trim() || 'an error without a message';
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)} …`;
}

/** Something that the engine cannot do: the cell is `unsupported`, and the message is the reason. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';

  constructor(message: string) {
    super(reasonFrom(message));
  }
}

/** The name and message of an error, for a status; never its stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error) && !(error instanceof DOMException)) return reasonFrom(String(error));
  const { name, message } = error;
  return reasonFrom(name === 'Error' ? message : [name, message].filter(Boolean).join(': '));
}

/** An error of code that uses what an engine may lack: a name that is not defined is something that the engine lacks. */
export function lackOr(error: unknown): unknown {
  return error instanceof ReferenceError ? new Unsupported(describeError(error)) : error;
}

/** Uses something that an engine may lack. @throws {Unsupported} with the engine's message. */
export function ifSupported<Result>(use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw new Unsupported(describeError(error));
  }
}
