import { loadOthers, transports } from 'virtual:transports';
import { lackOr } from '../parts/errors.ts';
import { SUITES } from '../suites.ts';
import type { Transport } from '../transport.ts';

const files = new Map(transports.map(({ name, transport }) => [name, transport]));
const others = new Set<string>();

/** Loads the user's modules; call it once, before anything is opened. */
export async function loadTransports(): Promise<void> {
  for (const { name, transport } of await loadOthers(notLoaded)) {
    files.set(name, transport);
    others.add(name);
  }
}

/** Whether a transport is in a user's module, which may start threads of its own. */
export function isOfUser(name: string): boolean {
  return others.has(name);
}

/** A module may load on one side only: a worker has no document. */
function notLoaded(error: unknown): Transport {
  const open = (): never => {
    throw lackOr(error);
  };
  return { title: 'not loaded', needs: [], copies: false, openMain: open, openWorker: open };
}

/** @throws {Error} if this build has no such suite, or the suite has no such transport or control. */
export function transportOf(suite: string, name: string): Transport {
  const methods = SUITES.find((one) => one.name === suite)?.methods;
  if (!methods) throw new Error(`this build has no suite '${suite}'`);
  const transport =
    methods === 'files' ? files.get(name) : (methods.transports[name] ?? methods.controls[name]);
  if (!transport) throw new Error(`the suite ${suite} has no transport '${name}'`);
  return transport;
}
