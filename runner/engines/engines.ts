import type { EngineName } from '../../results/schema/keys.ts';
import { engine as bun } from './bun.ts';
import { engine as chromium } from './chromium.ts';
import { engine as deno } from './deno.ts';
import type { Engine } from './engine.ts';
import { engine as firefox } from './firefox.ts';
import { engine as node } from './node.ts';
import { engine as webkit } from './webkit.ts';

/** Every engine except `visit`, which a person opens. */
export type StartedEngineName = Exclude<EngineName, 'visit'>;

/** The engines that the runner can start, in the order in which they run and are shown. */
export const ENGINES: Readonly<Record<StartedEngineName, Engine>> = {
  chromium,
  firefox,
  webkit,
  node,
  bun,
  deno,
};

export const STARTED_ENGINE_NAMES = Object.keys(ENGINES) as StartedEngineName[];
