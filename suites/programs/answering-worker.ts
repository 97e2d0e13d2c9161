/** A worker that only answers: it takes no longer to load than any worker does. */

const scope = globalThis as unknown as { onmessage: () => void; postMessage(message: null): void };
scope.onmessage = () => scope.postMessage(null);
