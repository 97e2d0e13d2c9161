import { inPage, whyNotIsolated } from '../client/isolation.ts';
import { loadTransports } from '../client/methods.ts';
import { describeError } from '../parts/errors.ts';
import type { GoPlan } from '../plan/plan.ts';
import { runPage } from './run-page.ts';
import { openSession, type Session } from './session.ts';

/** The entry point of a page or a runtime: pulls its plan from its session, and pushes what it finds. */

function show(text: string): void {
  if (inPage()) document.body.textContent = text;
}

/** Whether this page is meant to be isolated. The address says so, and stays the same when the page reloads. */
const ISOLATION = 'isolation';
const isMeantIsolated = () => new URL(location.href).searchParams.get(ISOLATION) !== 'off';

function addressOf({ path, isolation }: GoPlan): string {
  const parameters = new URLSearchParams(location.search);
  parameters.set(ISOLATION, isolation);
  return `${path}?${parameters}`;
}

async function run({ next, push }: Session): Promise<void> {
  for (;;) {
    const instruction = await next();
    if (instruction.kind === 'done') return show('Done. This page can be closed.');
    if (instruction.kind === 'go') {
      if (inPage()) return location.assign(addressOf(instruction));
      continue;
    }
    const refusal = isMeantIsolated() ? whyNotIsolated() : undefined;
    if (refusal !== undefined) {
      show(refusal);
      return push({ kind: 'refused', reason: refusal });
    }
    show(instruction.kind === 'measure' ? `Measuring ${instruction.suite}` : 'Running');
    await runPage(instruction, push);
    // A browser continues in a fresh page. A runtime has no page, but its worker is fresh too.
    if (inPage()) return location.reload();
  }
}

const session = openSession();
try {
  await loadTransports();
  await run(session);
} catch (error) {
  const reason = describeError(error);
  show(reason);
  await session.push({ kind: 'refused', reason }).catch(() => {});
  throw error;
}
