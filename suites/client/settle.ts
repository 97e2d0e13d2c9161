import { inPage } from './isolation.ts';

/** Gives a browser time to become idle after it has loaded a page; a runtime loads no page. */
export async function settle(settleMs: number): Promise<void> {
  if (inPage()) await new Promise((resolve) => setTimeout(resolve, settleMs));
}
