/** `clone-transfer-share/results`: what a results file or a comparison is, how it is read, and what follows from it. */

export {
  type Comparison,
  comparisonSchema,
  judgeAll,
  outcomeOf,
} from '../../results/comparison/comparison.ts';
export {
  type Judgement,
  judge,
  type Pair,
  THRESHOLDS,
  type Verdict,
} from '../../results/comparison/verdicts.ts';
export { parseResults, ResultsError } from '../../results/file/parse.ts';
export {
  formatDuration,
  formatDurationEstimate,
  formatRatioEstimate,
} from '../../results/findings/format.ts';
export type { Cell, MeasuredCell } from '../../results/schema/cell.ts';
export { type CellKey, ENGINE_NAMES, type EngineName } from '../../results/schema/keys.ts';
export { type Results, resultsSchema, SCHEMA_VERSION } from '../../results/schema/results.ts';
export type { Run, SuiteInfo, TransportInfo } from '../../results/schema/run.ts';
export { formatSize, parseSize } from '../../results/schema/sizes.ts';
export {
  type Decision,
  decisionOf,
  type Estimate,
  estimate,
  geometricMean,
  type Interval,
} from '../../results/statistics/estimate.ts';
export { ratioTest } from '../../results/statistics/ratio-test.ts';
export { cellEstimateMs, ratioOf } from '../../results/summary/cell-figures.ts';
export { summarize } from '../../results/summary/summarize.ts';
export type { CellSummary, MeasuredSummary, Summary } from '../../results/summary/summary.ts';
