/** Something that the engine cannot do: the cell is `unsupported`, and the message is the reason. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** The name and message of an error, for a status; never its stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error) && !(error instanceof DOMException)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
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
