/** An error that the user can fix. The command prints only its message: what was wrong, where, and what to do. */
export abstract class UserError extends Error {}

/** Wrong use of a command: the message names what was wrong and what is allowed. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
}
