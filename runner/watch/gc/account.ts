/** Reads the collections that an engine reports, from its log or its trace. */
export interface GcAccount {
  /** What the engine has reported since the last call. */
  take(): Promise<GcReport>;
}

export interface GcReport {
  readonly pauses: readonly Pause[];
  /** The number of lines or events about collections that could not be read. */
  readonly notUnderstood: number;
}

/** A time in which a collection stopped a heap's thread. */
export interface Pause {
  /** The process id; empty if the engine does not report it. */
  readonly process: string;
  /** The heap's id. A page's main thread and each of its workers have their own heap. */
  readonly heap: string;
  readonly kind: 'minor' | 'major';
  readonly pauseMs: number;
  /** Whether a collection ends with this pause: one collection may have several. */
  readonly ends: boolean;
}

/**
 * Reads one line of a log. Returns its pauses: none if the line is about something else, `undefined` if it is about collections
 * but cannot be read. A reader may keep state from earlier lines.
 */
export type LineReader = (line: string) => readonly Pause[] | undefined;

/** How to make an engine log its collections to its output, and how to read that log. */
export interface GcLogging {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly newReader: () => LineReader;
}

export function readLines(lines: readonly string[], read: LineReader): GcReport {
  const results = lines.map(read);
  return {
    pauses: results.flatMap((pauses) => pauses ?? []),
    notUnderstood: results.filter((pauses) => pauses === undefined).length,
  };
}
