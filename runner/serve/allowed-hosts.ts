import { isIP } from 'node:net';
import { shownCommand } from '../../results/command-line/installation.mjs';

/**
 * Whether a request names a host that this server answers to. A page elsewhere could point its own name at this machine and read what
 * is served; it cannot do so with an address, or with a name that only this machine has.
 * @param header The request's `Host`. @param allowed Names that are also allowed, without a port.
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[]): boolean {
  if (header === undefined) return true;
  const name = nameOf(header);
  const isLocal = name === 'localhost' || name.endsWith('.localhost') || isIP(name) > 0;
  return isLocal || allowed.some((one) => one.toLowerCase() === name);
}

/** What the visitor of a host that is not allowed reads: whoever started the command can allow it. */
export function refusal(header: string | undefined): string {
  const name = nameOf(header ?? '');
  return (
    `This server does not accept requests for ${JSON.stringify(name)}. ` +
    `If that is your tunnel, start the command again with its name: ${shownCommand('visit', `--allow-host ${name}`)}\n`
  );
}

/** Without the port, and without the brackets of an IPv6 address. */
function nameOf(header: string): string {
  const [, address, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(header.trim()) ?? [];
  return (address ?? name ?? '').toLowerCase();
}
