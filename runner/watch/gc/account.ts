/** An engine's own account of its collections. */
export interface GcAccount {
  /** What has been said since the last time it was asked. */
  take(): Promise<Taken>;
}

export interface Taken {
  readonly pauses: readonly Pause[];
  /** How many lines or events about collections could not be read. */
  readonly notUnderstood: number;
}

/** A time in which a heap's thread stood still. */
export interface Pause {
  /** The process, where the account names it. */
  readonly process: string;
  /** A page's main thread and each of its workers have a heap of their own. */
  readonly heap: string;
  readonly kind: 'minor' | 'major';
  readonly pauseMs: number;
  /** Whether a collection ends with it: one may stop its thread several times. */
  readonly ends: boolean;
}

/**
 * Reads one line of a log: the pauses in it, none where it is about something else, `undefined` where it is about
 * collections and not understood. It may remember what earlier lines said.
 */
export type LineReader = (line: string) => readonly Pause[] | undefined;

/** How an engine is made to write its account to its output, and how that is read. */
export interface GcLogging {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly newReader: () => LineReader;
}

export function readLines(lines: readonly string[], read: LineReader): Taken {
  const found = lines.map(read);
  return {
    pauses: found.flatMap((pauses) => pauses ?? []),
    notUnderstood: found.filter((pauses) => pauses === undefined).length,
  };
}
