import type { ClaimResult } from '../schema/claim.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Summary } from '../summary/summary.ts';
import { FIGURE_CLAIMS } from './figure-claims.ts';

/** The findings about one claim, in the order of the engines; `undefined` if an engine was not tested. */
export interface ClaimRow {
  readonly id: string;
  readonly words: string;
  readonly findings: readonly (ClaimResult | undefined)[];
}

/** The findings of every engine of a run about every claim: from the run's figures, and from its pages. */
export function claimRows(summary: Summary): { engines: EngineName[]; rows: ClaimRow[] } {
  const { claims, engines: all, run } = summary;
  const engines = all.filter(({ status }) => status === 'found').map(({ engine }) => engine);
  if (!run.claims) return { engines, rows: [] };
  const byFigures = FIGURE_CLAIMS.map(({ id, words, find }) => ({
    id,
    words,
    findings: engines.map((engine) => ({ engine, id, words, ...find(summary, engine) })),
  }));
  const ids = [...new Set(claims.map(({ id }) => id))];
  const byPages = ids.map((id) => ({
    id,
    words: claims.find((claim) => claim.id === id)?.words ?? id,
    findings: engines.map((engine) => claims.find((claim) => claim.id === id && claim.engine === engine)),
  }));
  return { engines, rows: [...byFigures, ...byPages] };
}
