import type { PageClaim } from './claim.ts';
import { LOADING_CLAIMS } from './loading.ts';
import { MEMORY_CLAIMS } from './memory.ts';

/** The claims that a page checks in every engine. Claims that the figures of a run decide are in results/findings. */
export const PAGE_CLAIMS: readonly PageClaim[] = [...LOADING_CLAIMS, ...MEMORY_CLAIMS];
