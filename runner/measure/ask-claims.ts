import type { PagePlan } from '../../suites/plan/plan.ts';
import { FIXTURES_PATH, GO_BARE } from '../serve/server.ts';
import type { FoundEngine } from './measurement.ts';
import { runSession } from './run-session.ts';

/** The pages that check the claims: first an isolated page, then a page without isolation. */
export const CLAIM_PAGES: readonly PagePlan[] = [
  { kind: 'claims', on: 'isolated-page', fixtures: FIXTURES_PATH },
  GO_BARE,
  { kind: 'claims', on: 'bare-page', fixtures: FIXTURES_PATH },
];

/** Checks the claims of the guide in one engine, in a separate launch. */
export async function askClaims({ engine, found, server, record }: FoundEngine): Promise<void> {
  const session = server.open(CLAIM_PAGES, async (message) => {
    if (message.kind !== 'claim') return;
    const untestable = found.untestable?.[message.id];
    const finding =
      untestable === undefined
        ? message
        : {
            ...message,
            verdict: 'cannot be tested here' as const,
            evidence: `${untestable}: ${message.evidence}`,
          };
    await record({ ...finding, engine });
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    session.close();
  }
}
