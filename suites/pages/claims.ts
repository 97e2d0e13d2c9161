import type { Finding } from '../../results/findings/claim-finding.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import type { ClaimContext } from '../claims/claim.ts';
import { PAGE_CLAIMS } from '../claims/page-claims.ts';
import { inPage } from '../client/isolation.ts';
import { WorkerLink } from '../client/worker-link.ts';
import { describeError } from '../parts/errors.ts';
import { WASM } from '../parts/wasm.ts';
import type { ClaimsPlan } from '../plan/plan.ts';

/** Checks the claims of one kind of page, each with its own worker, and pushes the findings. */
export async function claimsPage(
  { on, fixtures }: ClaimsPlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  for (const { id, words, find } of PAGE_CLAIMS.filter((claim) => claim.on === on)) {
    const link = new WorkerLink();
    const context: ClaimContext = {
      wasm: WASM,
      hasDocument: inPage(),
      fixture: (name) => new URL(name, new URL(fixtures, location.href)),
      ask: async (fact, data, transfer = []) =>
        (await link.call({ kind: 'fact', fact, data }, 'fact', transfer)).value,
    };
    await push({ kind: 'claim', id, words, ...(await attempt(find(context))) });
    link.end();
  }
}

async function attempt(finding: Promise<Finding>): Promise<Finding> {
  try {
    return await finding;
  } catch (error) {
    return { verdict: 'undecided', evidence: `the check ended with ${describeError(error)}` };
  }
}
