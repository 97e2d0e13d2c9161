/** What a user can mend: its message says what was wrong, where, and what to do, and is all that a command prints. */
export abstract class ToldError extends Error {}
