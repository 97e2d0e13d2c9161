/** One question, asked of every transport in the same way. */
export interface Suite {
  readonly name: string;
  readonly question: string;
}
