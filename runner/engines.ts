import type { EngineName } from '../results/schema.ts';
import { engine as bun } from './engines/bun.ts';
import { engine as chromium } from './engines/chromium.ts';
import { engine as deno } from './engines/deno.ts';
import type { Engine } from './engines/engine.ts';
import { engine as firefox } from './engines/firefox.ts';
import { engine as node } from './engines/node.ts';
import { engine as webkit } from './engines/webkit.ts';

/** `visit` is no engine that the runner starts: a person opens it. */
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
