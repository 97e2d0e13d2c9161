/** The used part of a worker's global scope; TypeScript's DOM types describe a window instead. */
interface WorkerScope {
  onmessage: (event: MessageEvent<ArrayBuffer>) => void;
  postMessage(message: unknown): void;
}
const scope = globalThis as unknown as WorkerScope;

const loading = import('./answer.ts');
scope.onmessage = async ({ data }) => {
  const { answer } = await loading;
  scope.postMessage(answer(data));
};
