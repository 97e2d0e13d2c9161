import type { WorkerOutcome } from '../../results/schema/cell.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import type { PagePlan } from '../../suites/plan/plan.ts';
import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import type { Found } from '../engines/engine.ts';
import { runSession } from '../measure/run-session.ts';
import { Server } from '../serve/server.ts';

/**
 * Runs pages in one launch of an engine, and returns their messages.
 * @param whileOpen Called after each message.
 */
export async function runPages(
  found: Found,
  pages: PagePlan[],
  clientDir = TEST_CLIENT_DIR,
  whileOpen = async () => {},
): Promise<PageMessage[]> {
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const messages: PageMessage[] = [];
  const session = server.open(pages, async (message) => {
    messages.push(message);
    await whileOpen();
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    await server.close();
  }
  return messages;
}

export function reportsOf(messages: readonly PageMessage[]): WorkerReport[] {
  return messages.filter((message) => message.kind === 'worker');
}

export function outcomesOf(messages: readonly PageMessage[]): Record<string, WorkerOutcome> {
  return Object.fromEntries(
    reportsOf(messages).flatMap(({ cells }) => cells.map(({ transport, outcome }) => [transport, outcome])),
  );
}
