import type { PageMessage } from '../../results/schema/page-message.ts';
import { WorkerLink } from '../client/worker-link.ts';
import type { PagePlan } from '../plan/plan.ts';
import { bumpFromMain } from './bump.ts';
import { claimsPage } from './claims.ts';
import { harnessPage } from './harness.ts';
import { measurePage } from './measure.ts';
import { pressurePage } from './watch.ts';

/** Carries out the instruction of one page, and pushes each finding as soon as it exists. */
export async function runPage(
  plan: Exclude<PagePlan, { kind: 'go' }>,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  switch (plan.kind) {
    case 'measure':
      return measurePage(plan, push);
    case 'pressure':
      return pressurePage(plan, push);
    case 'harness':
      return harnessPage(plan, push);
    case 'claims':
      return claimsPage(plan, push);
    case 'bump': {
      const link = new WorkerLink();
      await push({ kind: 'bump', ...(await bumpFromMain(link)) });
      return link.end();
    }
  }
}
