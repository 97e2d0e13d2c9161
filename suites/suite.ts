import { PROFILE_NAMES, type Run, type SuiteInfo } from '../results/schema/run.ts';
import type { Transport } from './transport.ts';

/** One question, measured in the same way for each transport. One file per suite: first the data, then the transports. */
export interface Suite {
  readonly name: string;
  readonly question: string;
  /** The transport that the others are compared with, if any. */
  readonly baseline: string | null;
  /** What the measured times are of. */
  readonly figure: SuiteInfo['figure'];
  /** Whether the transports do the same thing, so that one of them is the fastest. */
  readonly areRivals: boolean;
  /** The hand-off that the suite answers; `null`: none. */
  readonly answers: SuiteInfo['answers'];
  /** For a suite that measures a set-up: the cells that show when the set-up has paid off. */
  readonly breakEven: SuiteInfo['breakEven'];
  /** The control that does the work without moving anything, if there is work: the rest of a round trip is movement. */
  readonly work: string | null;
  /** How often a round trip moves the working set from one side to the other; 0 if nothing is moved. */
  readonly crossings: number;
  /** What varies besides the size: its name as written after a value, what kind of number it is, and the values. */
  readonly parameter: {
    readonly name: string;
    readonly kind: NonNullable<SuiteInfo['parameter']>['kind'];
    readonly values: readonly (number | null)[];
  } | null;
  /** `null`: the sizes of the profile. 0: nothing is moved. */
  readonly sizesBytes: readonly number[] | null;
  /** A user can also request any other size from 64 bytes up to this. `null`: only its own sizes. */
  readonly anySizeUpToBytes: number | null;
  /** Where its threads run, unless the user decides. `free`: it starts threads of its own, which no one can place. */
  readonly placement: SuiteInfo['placement'];
  /** The suite that it measures again in another placement: it is not watched, and is left out if the user decides the placement. */
  readonly repeats: string | null;
  /** How many workers share the time of a page of small sizes, one after another; by default 1. */
  readonly workers?: number;
  /** Its share of the time, relative to 1 for `round-trip`. */
  readonly timeShare: number;
  /**
   * The profiles that watch its collections and memory: those of `round-trip` answer the question, so a suite beside it can do
   * without. `none`: its transports are parts of the round trips of another suite, which is watched.
   */
  readonly watchedBy: SuiteInfo['watchedBy'];
  /** The shortest profile that measures it without being requested. */
  readonly measuredBy: Run['profile'];
  /**
   * Whether it is measured in the same starts of an engine as the other suites of a default run, or as those that only `--full`
   * measures. Not if it leaves threads or much memory behind.
   */
  readonly sharesLaunches: boolean;
  /** `files`: the files of `transports/`, `controls/` and `twins/`, which the build finds. */
  readonly methods: 'files' | Methods;
}

/** By name. Controls are measured with the transports, for comparison. */
interface Methods {
  readonly transports: Readonly<Record<string, Transport>>;
  readonly controls: Readonly<Record<string, Transport>>;
}

/** Whether a profile measures a suite without being asked. */
export function isMeasuredBy({ measuredBy }: Pick<Suite, 'measuredBy'>, profile: Run['profile']): boolean {
  return PROFILE_NAMES.indexOf(profile) >= PROFILE_NAMES.indexOf(measuredBy);
}
