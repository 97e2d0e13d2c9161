import type { Host } from '../../results/schema/engine.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { Found } from '../engines/engine.ts';
import type { Server } from '../serve/server.ts';

/** What measuring one suite on one engine needs. */
export interface Measurement {
  readonly run: Run;
  readonly suite: SuiteInfo;
  readonly engine: EngineName;
  readonly found: Found;
  readonly host: Host;
  readonly server: Server;
  readonly record: (entry: Entry) => Promise<void>;
  /** For how long an engine may be silent: the time limit of a cell. */
  readonly silenceMs: number;
}
