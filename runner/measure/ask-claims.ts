import type { PagePlan } from '../../suites/plan/plan.ts';
import { BARE_CLIENT_PATH, FIXTURES_PATH } from '../serve/server.ts';
import type { FoundEngine } from './measurement.ts';
import { goThrough } from './until-done.ts';

/** The claims that an isolated page can check, and then those that need one that is not. */
export const CLAIM_PAGES: readonly PagePlan[] = [
  { kind: 'claims', on: 'isolated-page', fixtures: FIXTURES_PATH },
  { kind: 'go', path: BARE_CLIENT_PATH },
  { kind: 'claims', on: 'bare-page', fixtures: FIXTURES_PATH },
];

/** Asks one engine, in a launch of its own, what it says to the claims of the guide. */
export async function askClaims({ engine, found, server, record }: FoundEngine): Promise<void> {
  const session = server.open(CLAIM_PAGES, async (message) => {
    if (message.kind !== 'claim') return;
    const why = found.untestable?.[message.id];
    const finding =
      why === undefined
        ? message
        : { ...message, verdict: 'cannot be tested here' as const, evidence: `${why}: ${message.evidence}` };
    await record({ ...finding, engine });
  });
  try {
    await goThrough(session, found.open(session.client));
  } finally {
    session.close();
  }
}
