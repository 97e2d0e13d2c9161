import { loadOthers, transports } from 'virtual:transports';
import { describeError, Unsupported } from '../parts/errors.ts';
import { SUITES } from '../suites.ts';
import type { Transport } from '../transport.ts';

const files = new Map(transports.map(({ name, transport }) => [name, transport]));

/** Loads the user's modules; call it once, before anything is opened. */
export async function loadTransports(): Promise<void> {
  for (const { name, transport } of await loadOthers(notLoaded)) files.set(name, transport);
}

/** A module that uses what an engine lacks throws a ReferenceError when it is loaded. */
function notLoaded(error: unknown): Transport {
  return {
    title: 'not loaded',
    needs: [],
    copies: false,
    openMain() {
      throw error instanceof ReferenceError ? new Unsupported(describeError(error)) : error;
    },
  };
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
