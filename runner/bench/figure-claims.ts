import type { ClaimResult } from '../../results/schema/claim.ts';
import type { Results } from '../../results/schema/results.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { CLAIMS } from '../../suites/claims/guide-claims.ts';

/** The results with what their own figures say to the claims, engine by engine, all in the order of the claims. */
export function withFigureClaims(results: Results): Results {
  if (!results.run.claims) return results;
  const summary = summarize(results);
  const engines = results.engines.flatMap((one) => (one.status === 'found' ? [one.engine] : []));
  const claims = engines.flatMap((engine) =>
    CLAIMS.flatMap(({ id, words, check }): ClaimResult[] => {
      if (check.on === 'figures') return [{ engine, id, words, ...check.find(summary, engine) }];
      return results.claims.filter((claim) => claim.engine === engine && claim.id === id);
    }),
  );
  return { ...results, claims };
}
