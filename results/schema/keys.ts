import type { CellKey, ClaimResult, Launch, Pass } from './results.ts';

/** What names a cell, a launch, a pass and a claim's answer in a run. */

export function cellId({ engine, suite, transport, parameter, sizeBytes }: CellKey): string {
  return `${engine}/${suite}/${transport}/${parameter ?? ''}/${sizeBytes}`;
}

export function launchId({ engine, suite, launch }: Pick<Launch, 'engine' | 'suite' | 'launch'>): string {
  return `${engine}/${suite}/${launch}`;
}

export function passId({ engine, suite }: Pick<Pass, 'engine' | 'suite'>): string {
  return `${engine}/${suite}`;
}

export function claimId({ engine, id }: Pick<ClaimResult, 'engine' | 'id'>): string {
  return `${engine}/${id}`;
}
