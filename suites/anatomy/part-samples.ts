import { formatDuration } from '../../results/findings/format.ts';
import { mean } from '../../results/statistics/estimate.ts';
import type { OwnSamples } from '../transport.ts';
import type { Alignment } from './alignment.ts';
import { type Part, type Trip, WHOLE } from './trip.ts';

/** Round trips that were made one after another on one worker. */
export interface Take {
  readonly trips: readonly Trip[];
  readonly alignment: Alignment;
  /** The step of the coarser clock. */
  readonly stepMs: number;
  readonly warmup: number;
  readonly warmupMs: number;
}

/**
 * How large the error of a part may be, as a share of it: of the alignment, where a part begins on one clock and ends on the other, and
 * of the clock's steps. A tenth of a part changes no answer.
 */
const MOST_ERROR = 0.1;
/**
 * A collection is in one step of one round trip. The medians of short samples leave it out of each step, and would add up to less
 * than the whole.
 */
const SAMPLE_MS = 50;
/** A round of other suites has as many. */
const LEAST_SAMPLES = 4;

/** The samples of one part, each the mean of consecutive round trips; or why nothing can be said of the part. */
export function samplesOf(
  part: Part,
  { trips, alignment, stepMs }: Pick<Take, 'trips' | 'alignment' | 'stepMs'>,
): (Pick<OwnSamples, 'samplesMs'> & { readonly batch: number }) | { readonly reason: string } {
  const offsetMs = alignment.kind === 'aligned' ? part.offsets * alignment.offsetMs : 0;
  const each = trips.map(({ page, worker }) => part.ms(page, worker) + offsetMs);
  const typicalMs = mean(each);
  const reason = part.offsets === 0 ? undefined : doubtOf(alignment, typicalMs);
  if (reason !== undefined) return { reason };
  // A reading is wrong by up to a step, and each by a different part of it, so the error of a mean shrinks with their number.
  const clockMs = stepMs * Math.sqrt(part.readings / 12);
  const wholeMs = mean(trips.map(({ page, worker }) => WHOLE.ms(page, worker)));
  let batch = Math.max(
    Math.min(Math.round(SAMPLE_MS / wholeMs), Math.floor(trips.length / LEAST_SAMPLES)),
    Math.ceil((clockMs / (MOST_ERROR * typicalMs)) ** 2),
    1,
  );
  for (;;) {
    const samplesMs = meansOf(each, batch);
    if (samplesMs.length < LEAST_SAMPLES) {
      const [typical, step] = [formatDuration(Math.max(typicalMs, 0)), formatDuration(stepMs)];
      return {
        reason: `it cannot be distinguished from 0: ${typical}, the mean of ${trips.length} round trips, on a clock with steps of ${step}`,
      };
    }
    // The other side may have the message before postMessage returns, and a wait of some round trips is then negative.
    if (samplesMs.every((sampleMs) => sampleMs > 0)) return { samplesMs, batch };
    batch *= 2;
  }
}

/** Why a wait in one direction cannot be told; `undefined` if the clocks are aligned well enough. */
function doubtOf(alignment: Alignment, waitMs: number): string | undefined {
  if (alignment.kind === 'refused') return alignment.reason;
  const { errorMs } = alignment;
  if (waitMs < -errorMs) {
    return `the other side has the message ${formatDuration(-waitMs)} before postMessage returns`;
  }
  if (errorMs <= MOST_ERROR * waitMs) return undefined;
  const wait = waitMs > 0 ? `it takes ${formatDuration(waitMs)}, and ` : '';
  return `${wait}the clocks of page and worker are aligned to ±${formatDuration(errorMs)}`;
}

/** The means of consecutive values, `batch` in each. */
function meansOf(values: readonly number[], batch: number): number[] {
  return Array.from({ length: Math.floor(values.length / batch) }, (_, at) =>
    mean(values.slice(at * batch, (at + 1) * batch)),
  );
}
