/** What the engine cannot do: the cell is `unsupported`, in these words. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** An error in words, for a status: its name and message, never its stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error) && !(error instanceof DOMException)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}
