import type { CellKey, ClaimResult, Launch } from './schema.ts';

/** What names a cell, a launch and a claim's answer in a run. */

export function cellId({ engine, suite, transport, parameter, sizeBytes }: CellKey): string {
  return `${engine}/${suite}/${transport}/${parameter ?? ''}/${sizeBytes}`;
}

export function launchId({ engine, suite, launch }: Pick<Launch, 'engine' | 'suite' | 'launch'>): string {
  return `${engine}/${suite}/${launch}`;
}

export function claimId({ engine, id }: Pick<ClaimResult, 'engine' | 'id'>): string {
  return `${engine}/${id}`;
}
