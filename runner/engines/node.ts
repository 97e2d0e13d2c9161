import type { Engine } from './engine.ts';
import { foundRuntime } from './runtime.ts';

/** The Node that runs the suite. */
export const engine: Engine = {
  name: 'node',
  remedy: 'It is what runs this suite.',
  install: null,
  find: async () => foundRuntime(process.execPath, process.versions.node, 'runner', []),
};
