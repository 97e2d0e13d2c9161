import type { Host } from '../../results/schema/engine.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { Found } from '../engines/engine.ts';
import type { Server } from '../serve/server.ts';

/** An engine that is to be measured for a run. */
export interface FoundEngine {
  readonly run: Run;
  readonly engine: EngineName;
  readonly found: Found;
  readonly host: Host;
  readonly server: Server;
  readonly record: (entry: Entry) => Promise<void>;
}

/** One suite on one engine. */
export interface Measurement extends FoundEngine {
  readonly suite: SuiteInfo;
  /** For how long an engine may be silent: the time limit of a cell. */
  readonly silenceMs: number;
}
