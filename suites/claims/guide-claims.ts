import type { Claim } from './claim.ts';
import { FIGURE_CLAIMS } from './figures.ts';
import { LOADING_CLAIMS } from './loading.ts';
import { MEMORY_CLAIMS } from './memory.ts';

/** The claims of the guide on sharing memory between Wasm and workers. Each is checked in every engine, which decides. */
export const CLAIMS: readonly Claim[] = [...FIGURE_CLAIMS, ...LOADING_CLAIMS, ...MEMORY_CLAIMS];
