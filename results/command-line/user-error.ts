/** An error that the user can mend: its message says what was wrong, where, and what to do, and is all that a command prints. */
export abstract class UserError extends Error {}

/** The user asked for something that cannot be: the message says what it was and what is allowed. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
}
