import type { Calibration } from './calibration.ts';
import type { Comparison } from './comparison.ts';
import type { HistoryEntry } from './history.ts';
import { type Trend, trendsOf, type VersionChange, versionChanges } from './trends.ts';

/** What the dashboard shows. */
export interface Dashboard {
  /** The oldest first. */
  readonly runs: readonly (Pick<HistoryEntry['run'], 'id' | 'startedAt' | 'commit'> &
    Pick<HistoryEntry, 'engines'>)[];
  readonly trends: readonly Trend[];
  readonly versions: readonly VersionChange[];
  readonly comparison: Comparison | null;
  readonly calibration: Calibration | null;
}

export function dashboardOf(
  history: readonly HistoryEntry[],
  comparison: Comparison | null,
  calibration: Calibration | null,
): Dashboard {
  return {
    runs: history.map(({ run: { id, startedAt, commit }, engines }) => ({ id, startedAt, commit, engines })),
    trends: trendsOf(history),
    versions: versionChanges(history),
    comparison,
    calibration,
  };
}
