import { transports } from 'virtual:transports';
import { SUITES } from '../suites.ts';
import type { Transport } from '../transport.ts';

const files = new Map(transports.map(({ name, transport }) => [name, transport]));

/** @throws {Error} if this build has no such suite, or the suite has no such transport or control. */
export function transportOf(suite: string, name: string): Transport {
  const methods = SUITES.find((one) => one.name === suite)?.methods;
  if (!methods) throw new Error(`this build has no suite '${suite}'`);
  const transport =
    methods === 'files' ? files.get(name) : (methods.transports[name] ?? methods.controls[name]);
  if (!transport) throw new Error(`the suite ${suite} has no transport '${name}'`);
  return transport;
}
