import type { Calibration } from '../comparison/calibration.ts';
import type { Comparison } from '../comparison/comparison.ts';
import type { EngineName } from '../schema/keys.ts';
import type { HistoryEntry, TrendPair } from './history.ts';
import { machineOf, type Trend, trendPairs, trendsOf, type VersionChange, versionChanges } from './trends.ts';

/** The data of the dashboard. */
export interface Dashboard {
  /** Whether its only run is the reference run, because the history has none. */
  readonly isReference: boolean;
  /** The oldest first. */
  readonly runs: readonly (Pick<HistoryEntry['run'], 'id' | 'startedAt' | 'commit'> & {
    readonly engines: readonly EngineRun[];
  })[];
  readonly pairs: readonly TrendPair[];
  readonly trends: readonly Trend[];
  readonly versions: readonly VersionChange[];
  readonly comparison: Comparison | null;
  readonly calibrations: readonly Calibration[];
}

/** An engine in a run, with its version and machine. */
interface EngineRun {
  readonly engine: EngineName;
  readonly version: string;
  readonly machine: string;
}

export function dashboardOf(
  history: readonly HistoryEntry[],
  isReference: boolean,
  comparison: Comparison | null,
  calibrations: readonly Calibration[],
): Dashboard {
  return {
    isReference,
    runs: history.map((entry) => {
      const { id, startedAt, commit } = entry.run;
      const engines = entry.engines.map(({ engine, version }) => ({
        engine,
        version,
        machine: machineOf(entry, engine) ?? 'an unknown machine',
      }));
      return { id, startedAt, commit, engines };
    }),
    pairs: trendPairs(history),
    trends: trendsOf(history),
    versions: versionChanges(history),
    comparison,
    calibrations,
  };
}
