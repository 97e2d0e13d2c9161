/** The signals that end a command, and the exit code that a shell reports for each. */
export const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
export type Signal = keyof typeof SIGNALS;
