import type { SuiteInfo } from '../results/schema/run.ts';
import type { Transport } from './transport.ts';

/** One question, asked of its transports in the same way. One file a suite: data first, then what its transports do. */
export interface Suite {
  readonly name: string;
  readonly question: string;
  /** The transport that the others are held against, where there is one. */
  readonly baseline: string | null;
  /** What its times are times of. */
  readonly figure: SuiteInfo['figure'];
  /** Whether its transports do the same thing, so that one of them is the fastest. */
  readonly areRivals: boolean;
  /** The hand-off of which it has the answer; `null`: of none. */
  readonly answers: SuiteInfo['answers'];
  /** Where it measures a set-up: the cells that say when it is paid for. */
  readonly breakEven: SuiteInfo['breakEven'];
  /** The control that does the work and moves nothing, where there is work: the rest of a round trip is movement. */
  readonly work: string | null;
  /** How often a round trip moves the working set from one side to the other; 0 where nothing is moved. */
  readonly crossings: number;
  /** What is varied beside the size: its name as said after a value, whether samples are due at that rate, and the values. */
  readonly parameter: {
    readonly name: string;
    readonly kind: 'count' | 'rate';
    readonly values: readonly (number | null)[];
  } | null;
  /** `null`: those of the profile. 0 where nothing is moved. */
  readonly sizesBytes: readonly number[] | null;
  /** Its share of the time, beside a `round-trip` of 1. */
  readonly timeShare: number;
  /** Whether it is measured where nobody asks for it or for every suite. */
  readonly byDefault: boolean;
  /** `files`: those of `transports/`, `controls/` and `twins/`, which the build finds. */
  readonly methods: 'files' | Methods;
}

/** By name. Controls are yardsticks, measured beside the transports. */
interface Methods {
  readonly transports: Readonly<Record<string, Transport>>;
  readonly controls: Readonly<Record<string, Transport>>;
}
