import { inPage } from './isolation.ts';

/** Lets a browser come to rest after it has loaded a page; a runtime has nothing to load. */
export async function settle(settleMs: number): Promise<void> {
  if (inPage()) await new Promise((resolve) => setTimeout(resolve, settleMs));
}
