import { transports as own } from 'virtual:transports';
import type { NamedTransport } from '../../../suites/plan/describe.ts';
import type { Transport } from '../../../suites/transport.ts';
import { added } from './modules.ts';
import { transport as payload } from './payload.ts';

/** What the bundle has in place of the module `virtual:transports`: the modules are loaded by address. */

export const transports: readonly NamedTransport<Transport>[] = [
  ...own,
  { name: 'payload', role: 'transport', transport: payload },
];

export function loadOthers(
  notLoaded: (error: unknown) => Transport,
): Promise<readonly NamedTransport<Transport>[]> {
  return Promise.all(
    added.modules.map(async ({ name, url }) => {
      const loading = import(/* @vite-ignore */ /* webpackIgnore: true */ url) as Promise<{
        transport: Transport;
      }>;
      return { name, role: 'transport', transport: await loading.then((one) => one.transport, notLoaded) };
    }),
  );
}
