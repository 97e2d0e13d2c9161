import { decisionBeyondDoubt, type Estimate, LITTLE } from '../statistics/estimate.ts';
import { launchRatios, ratioOf } from '../summary/cell-figures.ts';
import type { CellSummary } from '../summary/summary.ts';

/** What a method gains over another at a size. `slight`: it is faster, and by less than {@link LITTLE}. */
export type Gain = 'slower' | 'the same' | 'slight' | 'faster' | 'undecided';

export interface GainAtSize {
  readonly sizeBytes: number;
  readonly gain: Gain;
  /** The other's time ÷ that of the method. */
  readonly ratio: Estimate;
  /** How many launches measured both. */
  readonly launches: number;
}

/** In ascending order of the sizes at which a launch measured both. */
export function gainsOf(cells: readonly CellSummary[], method: string, other: string): GainAtSize[] {
  return cells
    .filter(({ transport }) => transport === method)
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((cell) => {
      const { sizeBytes } = cell;
      const rival = cells.find((one) => one.transport === other && one.sizeBytes === sizeBytes);
      const ratio = ratioOf(rival, cell);
      const launches = launchRatios(rival, cell).length;
      return ratio ? [{ sizeBytes, gain: gainOf(ratio), ratio, launches }] : [];
    });
}

function gainOf(ratio: Estimate): Gain {
  switch (decisionBeyondDoubt(ratio)) {
    case 'above':
      return ratio.interval && ratio.interval.high < LITTLE ? 'slight' : 'faster';
    case 'below':
      return 'slower';
    case 'the same':
      return 'the same';
    case 'undecided':
      return 'undecided';
  }
}
