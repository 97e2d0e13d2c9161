import type { CellKey, EngineName, LaunchKey } from './keys.ts';

/** What identifies a cell, a launch, a pass and a claim's answer within a run, as a text. Needs no schemas, so a page that only reads has none. */

export function cellId({ engine, suite, transport, parameter, sizeBytes }: CellKey): string {
  return `${engine}/${suite}/${transport}/${parameter ?? ''}/${sizeBytes}`;
}

export function launchId({ engine, suite, launch }: LaunchKey): string {
  return `${engine}/${suite}/${launch}`;
}

/** The pass that watches collections and memory runs once per engine and suite. */
export function passId({ engine, suite }: Pick<LaunchKey, 'engine' | 'suite'>): string {
  return `${engine}/${suite}`;
}

export function claimId({ engine, id }: { readonly engine: EngineName; readonly id: string }): string {
  return `${engine}/${id}`;
}
