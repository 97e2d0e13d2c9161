import type { Host } from '../../results/schema/engine.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { PagePlan } from '../../suites/plan/plan.ts';
import type { Found } from '../engines/engine.ts';
import type { StartedEngineName } from '../engines/engines.ts';
import { GO_BARE, type Server } from '../serve/server.ts';

/** An engine that a run measures. */
export interface FoundEngine {
  readonly run: Run;
  readonly engine: StartedEngineName;
  readonly found: Found;
  readonly host: Host;
  readonly server: Server;
  readonly record: (entry: Entry) => Promise<void>;
}

/** One suite on one engine. */
export interface Measurement extends FoundEngine {
  readonly suite: SuiteInfo;
  /** What a run that is resumed has recorded of it; nothing in a new run. */
  readonly before: readonly Entry[];
  /** The time limit of a cell: the longest time without a message from the engine. */
  readonly silenceMs: number;
}

/** The pages of a launch. Without isolation, a page that is not isolated comes first, and the others follow from there. */
export function withIsolation(
  { isolation }: Pick<Run, 'isolation'>,
  pages: readonly PagePlan[],
): readonly PagePlan[] {
  return isolation === 'off' ? [GO_BARE, ...pages] : pages;
}
