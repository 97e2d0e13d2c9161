import type { EngineName } from '../schema/keys.ts';
import type { PlacementRecord } from '../schema/launch.ts';
import type { Summary } from '../summary/summary.ts';

type Regime = 'apart' | 'together' | 'free';

const WORDS: Readonly<Record<Regime, string>> = {
  apart: 'on a core each',
  together: 'on one core',
  free: 'where the system put them',
};

/** Where the page and its workers ran in an engine's launches of a suite, in words; several if the launches differ, `not started` if there was no launch. */
export function placementInWords(
  { launches }: Pick<Summary, 'launches'>,
  engine: EngineName,
  suite: string,
): string {
  const own = launches.filter((launch) => launch.engine === engine && launch.suite === suite);
  const regimes = new Set(own.map(({ placement }) => WORDS[regimeOf(placement)]));
  return regimes.size === 0 ? 'not started' : [...regimes].join(' or ');
}

function regimeOf(placement: PlacementRecord): Regime {
  if (placement.status === 'free') return 'free';
  // Of two workers that are apart from each other, one may be on the core of the page, which only waits.
  return placement.workers.every((core) => core === placement.page) ? 'together' : 'apart';
}
