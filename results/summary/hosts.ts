import type { Host } from '../schema/engine.ts';
import type { EngineName } from '../schema/keys.ts';
import type { CellSummary, Summary } from './summary.ts';

/** An id for an unknown machine: a visitor's, or that of a remote browser. Each engine has its own, as the machines may differ. */
export function unknownHostId(engine: EngineName): string {
  return `unknown-to-${engine}`;
}

/** The ids of the machines that measured the cells. */
export function hostIdsOf(cells: readonly CellSummary[]): string[] {
  return [...new Set(cells.flatMap((cell) => (cell.status === 'measured' ? cell.hosts : [])))].sort();
}

/**
 * Whether the times of these cells can be compared: a time depends on the machine as much as on the engine. Ratios within an engine
 * and a suite come from one launch, and therefore from one machine, in any file.
 */
export function areOnOneHost(cells: readonly CellSummary[]): boolean {
  return hostIdsOf(cells).length <= 1;
}

/** A note for files merged from several machines; `undefined` for one machine. */
export function machinesNote({ hosts, engines, cells }: Summary): string | undefined {
  const { length } = hostIdsOf(cells);
  if (length < 2) return undefined;
  const where = engines.flatMap(({ engine }) => {
    const ids = hostIdsOf(cells.filter((cell) => cell.engine === engine));
    return ids.length === 0 ? [] : [`${engine} on ${ids.map((id) => hostName(hosts, id)).join(' and ')}`];
  });
  return `Measured on ${length} machines: ${where.join('; ')}. Times are not compared between machines; ratios within an engine hold.`;
}

/** For a heading: the machine of an engine's figures, if there are several machines. */
export function machineOf({ hosts, cells }: Summary, engine: EngineName): string | undefined {
  if (areOnOneHost(cells)) return undefined;
  return hostIdsOf(cells.filter((cell) => cell.engine === engine))
    .map((id) => hostName(hosts, id))
    .join(' and ');
}

/** Hosts are named by their number in the table of hosts, as ids are hard to read. */
function hostName(hosts: readonly Host[], id: string): string {
  const at = hosts.findIndex((host) => host.id === id);
  const host = hosts[at];
  return host ? `host ${at + 1} (${host.cpu}, ${host.cores} cores)` : 'an unknown machine';
}
