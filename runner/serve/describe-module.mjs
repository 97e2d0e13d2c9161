/**
 * A thread that evaluates a user's module for the description of its transport. A module may use at its top level what only a
 * browser has, so here each global that is missing is a stand-in: its properties, calls and instances are stand-ins too.
 */
import { parentPort, workerData } from 'node:worker_threads';

/** @type {unknown} */
const STAND_IN = new Proxy(function standIn() {}, {
  get(_, key) {
    // Otherwise `await` would wait for it forever.
    if (key === 'then') return undefined;
    if (key === Symbol.toPrimitive) return () => 0;
    return key === Symbol.iterator ? function* none() {} : STAND_IN;
  },
  apply: () => STAND_IN,
  construct: () => /** @type {object} */ (STAND_IN),
});

Object.setPrototypeOf(
  globalThis,
  new Proxy(Object.getPrototypeOf(globalThis), {
    has: (own, key) => typeof key === 'string' || key in own,
    get: (own, key, receiver) =>
      typeof key === 'symbol' || key in own ? Reflect.get(own, key, receiver) : STAND_IN,
  }),
);

/**
 * A value as a message: each function becomes `{ isFunction: true }`.
 * @param {unknown} value
 * @returns {unknown}
 */
function described(value) {
  if (typeof value === 'function') return { isFunction: true };
  if (Array.isArray(value)) return value.map(described);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, described(own)]));
}

try {
  const { transport } = await import(workerData.href);
  parentPort?.postMessage({ status: 'loaded', transport: described(transport) });
} catch (error) {
  parentPort?.postMessage({
    status: 'failed',
    reason: error instanceof Error ? error.message : String(error),
  });
}
