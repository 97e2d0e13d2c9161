import type { ClaimResult } from '../schema/claim.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Results } from '../schema/results.ts';

/** What the engines say to one claim, in the order of the engines; `undefined` where one was not asked. */
export interface ClaimRow {
  readonly id: string;
  readonly words: string;
  readonly findings: readonly (ClaimResult | undefined)[];
}

export function claimRows({ claims, engines }: Pick<Results, 'claims' | 'engines'>): {
  engines: EngineName[];
  rows: ClaimRow[];
} {
  const names = engines.filter(({ status }) => status === 'found').map(({ engine }) => engine);
  const ids = [...new Set(claims.map(({ id }) => id))];
  const rows = ids.map((id) => ({
    id,
    words: claims.find((claim) => claim.id === id)?.words ?? id,
    findings: names.map((engine) => claims.find((claim) => claim.id === id && claim.engine === engine)),
  }));
  return { engines: names, rows };
}
