import { type PoolThread, serve } from './kernel-pool.ts';

const scope = globalThis as unknown as {
  onmessage: (event: { data: PoolThread }) => void;
  postMessage(message: null): void;
};

scope.onmessage = ({ data }) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(data.wasm), {
    env: { memory: data.memory },
  });
  scope.postMessage(null);
  serve(data, exports['bumpFrom'] as (from: number, bytes: number) => void);
};
