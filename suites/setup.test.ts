import { createHash } from 'node:crypto';
import { expect, test } from 'playwright/test';
import { suite } from './setup.ts';
import type { MainContext } from './transport.ts';

test('no two steps use the same module, as an engine could answer for one with what it compiled for another', async () => {
  const seen: string[] = [];
  const note = (bytes: ArrayBuffer | Uint8Array) =>
    seen.push(createHash('sha256').update(new Uint8Array(bytes)).digest('hex'));
  const { compile, compileStreaming } = WebAssembly;
  const answers: number[] = [];
  const returns = (module: WebAssembly.Module) =>
    (new WebAssembly.Instance(module).exports['f0'] as () => number)();
  const context = {
    post: (message: unknown) => {
      if (message instanceof WebAssembly.Module) answers.push(returns(message));
      else {
        note(message as Uint8Array);
        answers.push(returns(new WebAssembly.Module(message as Uint8Array<ArrayBuffer>)));
      }
    },
    receive: async () => answers.pop(),
  } as unknown as MainContext;
  if (suite.methods === 'files') throw new Error('the suite lists its transports');
  const { transports } = suite.methods;
  try {
    WebAssembly.compile = async (bytes) => {
      note(bytes as Uint8Array);
      return compile(bytes as BufferSource);
    };
    WebAssembly.compileStreaming = async (response) => {
      note(await (await response).arrayBuffer());
      return {} as WebAssembly.Module;
    };
    for (const name of ['compile', 'compile-streaming', 'post-module', 'compile-there']) {
      const side = transports[name]?.openMain(context);
      for (const stamp of [1, 3]) await side?.timed?.(stamp, 2);
    }
  } finally {
    Object.assign(WebAssembly, { compile, compileStreaming });
  }
  expect(seen).toHaveLength(16);
  expect(new Set(seen).size).toBe(16);
});
