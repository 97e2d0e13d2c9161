import { networkInterfaces } from 'node:os';

/** Listening on these means listening on every address of the machine. */
const ANY = ['0.0.0.0', '::'];

/** The host under which another device reaches a server: the machine's own address in its network if the server listens on all. */
export function reachableHost(host: string): string {
  if (!ANY.includes(host)) return host;
  const addresses = Object.values(networkInterfaces()).flatMap((own) => own ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? host;
}
