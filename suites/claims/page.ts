import type { PageMessage } from '../../results/page-message.ts';
import { CLAIMS } from '../claims.ts';
import { inPage } from '../isolation.ts';
import type { ClaimsPlan } from '../plan.ts';
import { describeError } from '../protocol.ts';
import { WASM } from '../wasm.ts';
import { WorkerLink } from '../worker-link.ts';
import type { ClaimContext, Finding } from './claim.ts';

/** Checks the claims of one kind of page, each with a worker of its own, and says what was found. */
export async function claimsPage(
  { on, fixtures }: ClaimsPlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  for (const { id, words, check } of CLAIMS) {
    if (check.on === 'figures' || check.on !== on) continue;
    const link = new WorkerLink();
    const context: ClaimContext = {
      wasm: WASM,
      hasDocument: inPage(),
      fixture: (name) => new URL(name, new URL(fixtures, location.href)),
      ask: async (fact, data, transfer = []) =>
        (await link.call({ kind: 'fact', fact, data }, 'fact', transfer)).value,
    };
    await push({ kind: 'claim', id, words, ...(await attempt(check.find(context))) });
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
