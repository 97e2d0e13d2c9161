import { v8LogReader } from '../gc/v8-log.ts';
import type { Engine } from './engine.ts';
import { foundRuntime } from './runtime.ts';

/** The Node that runs the suite. */
export const engine: Engine = {
  name: 'node',
  install: 'runner',
  find: async () =>
    foundRuntime({
      executable: process.execPath,
      version: process.versions.node,
      source: 'runner',
      flags: [],
      gc: {
        status: 'read',
        source: '--trace-gc',
        wrapper: [],
        flags: ['--trace-gc'],
        environment: {},
        newReader: v8LogReader,
      },
    }),
};
