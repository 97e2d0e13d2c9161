import type { EngineName } from '../schema/keys.ts';
import type { Results } from '../schema/results.ts';

/** Whether an engine's suite was measured to its end, its collections and memory watched among it. */
export function isWhole({ passes }: Results, engine: EngineName, suite: string): boolean {
  return passes.some((pass) => pass.engine === engine && pass.suite === suite);
}

/** What of an unfinished run stands when it is gone on with: suites that were measured to their end. The others begin anew. */
export function keptOf(results: Results): Results {
  const stands = ({ engine, suite }: { engine: EngineName; suite: string }) =>
    isWhole(results, engine, suite);
  return {
    ...results,
    outcome: 'unfinished',
    endedAt: null,
    launches: results.launches.filter(stands),
    cells: results.cells.filter(stands),
  };
}
