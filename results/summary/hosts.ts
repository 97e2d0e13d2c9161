import type { Host } from '../schema/engine.ts';
import type { EngineName } from '../schema/keys.ts';
import type { CellSummary, Summary } from './summary.ts';

/** In place of an id: a visitor's machine, or one that a browser was reached on. Two that are not known may be two. */
export function unknownHostId(engine: EngineName): string {
  return `unknown-to-${engine}`;
}

/** The ids of the machines that cells were measured on; of one that was not measured there is nothing to say. */
export function hostIdsOf(cells: readonly CellSummary[]): string[] {
  return [...new Set(cells.flatMap((cell) => (cell.status === 'measured' ? cell.hosts : [])))].sort();
}

/**
 * Whether times of these cells may be held against each other: a time is its machine's as much as its engine's. Ratios within
 * an engine and a suite are of one launch, and so of one machine, in any file.
 */
export function areOnOneHost(cells: readonly CellSummary[]): boolean {
  return hostIdsOf(cells).length <= 1;
}

/** Said where a file was merged from several machines; `undefined` of one. */
export function machinesNote({ hosts, engines, cells }: Summary): string | undefined {
  const { length } = hostIdsOf(cells);
  if (length < 2) return undefined;
  const where = engines.flatMap(({ engine }) => {
    const ids = hostIdsOf(cells.filter((cell) => cell.engine === engine));
    return ids.length === 0 ? [] : [`${engine} on ${ids.map((id) => hostName(hosts, id)).join(' and ')}`];
  });
  return `Measured on ${length} machines: ${where.join('; ')}. Times are not compared between machines; ratios within an engine hold.`;
}

/** For a heading: which machine an engine's figures are of, where there are several. */
export function machineOf({ hosts, cells }: Summary, engine: EngineName): string | undefined {
  if (areOnOneHost(cells)) return undefined;
  return hostIdsOf(cells.filter((cell) => cell.engine === engine))
    .map((id) => hostName(hosts, id))
    .join(' and ');
}

/** By number, as the table of hosts has them: an id is no name to read. */
function hostName(hosts: readonly Host[], id: string): string {
  const at = hosts.findIndex((host) => host.id === id);
  const host = hosts[at];
  return host ? `host ${at + 1} (${host.cpu}, ${host.cores} cores)` : 'a machine that is not known';
}
