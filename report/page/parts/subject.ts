import { releaseOf } from '../../../results/advice/release.ts';
import { VISIT } from '../../../results/file/visitor.ts';
import type { FoundEngine } from '../../../results/schema/engine.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { hostIdsOf, machineOf } from '../../../results/summary/hosts.ts';
import type { CellSummary, Summary } from '../../../results/summary/summary.ts';

/** One engine of one results file; the charts show subjects side by side. */
export interface Subject {
  /** The name in the URL and the switches. */
  readonly id: string;
  readonly title: string;
  /** The name of the file; `null` for the published file. */
  readonly label: string | null;
  /** Includes the machine if the file has several. */
  readonly version: string;
  readonly machine: string;
  readonly engine: FoundEngine;
  readonly summary: Summary;
  readonly cells: readonly CellSummary[];
}

/** @param label The name of the file; `null` for the published file. */
export function subjectsOf(summary: Summary, label: string | null): Subject[] {
  return summary.engines
    .filter((engine) => engine.status === 'found')
    .map((engine) => ({
      id: label === null ? engine.engine : `${engine.engine}-${label}`,
      title: titleOf(engine.engine, label),
      label,
      version: withMachine(engine.version, machineOf(summary, engine.engine)),
      machine: machineId(summary, engine.engine),
      engine,
      summary,
      cells: summary.cells.filter((cell) => cell.engine === engine.engine),
    }));
}

/** Unknown machines of two files count as different machines. */
function machineId({ cells, hosts, run }: Summary, engine: string): string {
  return hostIdsOf(cells.filter((cell) => cell.engine === engine))
    .map((id) => (hosts.some((host) => host.id === id) ? id : `${run.id}/${id}`))
    .join();
}

function withMachine(version: string, machine: string | undefined): string {
  return machine === undefined ? version : `${version}, ${machine}`;
}

/** A visitor's own results have the label as their title; other files have the engine and the label. */
function titleOf(engine: string, label: string | null): string {
  if (label === null) return engine;
  return engine === VISIT ? label : `${engine} (${label})`;
}

/** The engine’s release, and the file if it is not the published one. */
export function releaseTitle({ engine, label }: Subject): string {
  const release = releaseOf(engine);
  return label === null ? release : `${release} (${label})`;
}

export function suiteOf({ summary }: Subject, name: string): SuiteInfo | undefined {
  return summary.run.suites.find((suite) => suite.name === name);
}

/**
 * The suites of several files. Each has the sizes, transports and values of its parameter of every file that measured it; the first of
 * them describes it.
 */
export function suitesOfAll(summaries: readonly Pick<Summary, 'run'>[]): SuiteInfo[] {
  const suites = new Map<string, SuiteInfo>();
  for (const suite of summaries.flatMap(({ run }) => run.suites)) {
    const before = suites.get(suite.name);
    suites.set(suite.name, before ? withPartsOf(before, suite) : suite);
  }
  return [...suites.values()];
}

function withPartsOf(suite: SuiteInfo, other: SuiteInfo): SuiteInfo {
  const names = suite.transports.map(({ name }) => name);
  const values = new Set([...(suite.parameter?.values ?? []), ...(other.parameter?.values ?? [])]);
  return {
    ...suite,
    sizesBytes: [...new Set([...suite.sizesBytes, ...other.sizesBytes])].sort((a, b) => a - b),
    transports: [...suite.transports, ...other.transports.filter(({ name }) => !names.includes(name))],
    parameter: suite.parameter && {
      ...suite.parameter,
      values: [...values].sort((a, b) => (a ?? 0) - (b ?? 0)),
    },
  };
}

export function cellsOf({ cells }: Subject, suite: string): CellSummary[] {
  return cells.filter((cell) => cell.suite === suite);
}
