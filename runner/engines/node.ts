import type { Engine } from './engine.ts';
import { foundRuntime } from './runtime.ts';

/** The Node that runs the suite. */
export const engine: Engine = {
  name: 'node',
  install: 'runner',
  find: async () => foundRuntime(process.execPath, process.versions.node, 'runner', []),
};
