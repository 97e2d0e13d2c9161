import type { Cell, CellLaunch } from './cell.ts';
import type { ClaimResult } from './claim.ts';
import type { EngineRecord } from './engine.ts';
import { launchId, valuesFor } from './ids.ts';
import type { EngineName, LaunchKey } from './keys.ts';
import type { Launch, Pass } from './launch.ts';
import type { Run, SuiteInfo } from './run.ts';

/** Two parts of a results file that cannot both be true. */
interface Contradiction {
  readonly path: Path;
  readonly message: string;
}

type Path = (string | number)[];

interface Contents {
  readonly run: Pick<Run, 'suites'>;
  readonly engines: readonly EngineRecord[];
  readonly launches: readonly Launch[];
  readonly passes: readonly Pass[];
  readonly cells: readonly Cell[];
  readonly claims: readonly ClaimResult[];
}

/** What other parts of the file can refer to. */
interface Listed {
  readonly engines: ReadonlySet<EngineName>;
  readonly suites: ReadonlyMap<string, SuiteInfo>;
  readonly launches: ReadonlySet<string>;
}

/**
 * Errors that the schema of a single field cannot detect: references to an engine, a suite, a transport, a size, a parameter or a
 * launch that is not in the file, and counts that do not match the data.
 */
export function contradictionsIn({
  run,
  engines,
  launches,
  passes,
  cells,
  claims,
}: Contents): Contradiction[] {
  const listed: Listed = {
    engines: new Set(engines.map(({ engine }) => engine)),
    suites: new Map(run.suites.map((suite) => [suite.name, suite])),
    launches: new Set(launches.map(launchId)),
  };
  return [
    ...launches.flatMap((launch, at) => ofLaunch(launch, listed, ['launches', at])),
    ...passes.flatMap((pass, at) => ofEngineAndSuite(pass, listed, ['passes', at])),
    ...cells.flatMap((cell, at) => ofCell(cell, listed, ['cells', at])),
    ...claims.flatMap(({ engine }, at) => ofEngine(engine, listed, ['claims', at])),
  ];
}

function ofEngine(engine: EngineName, { engines }: Listed, path: Path): Contradiction[] {
  return engines.has(engine)
    ? []
    : [{ path: [...path, 'engine'], message: `$.engines does not list ${engine}` }];
}

function ofEngineAndSuite(
  { engine, suite }: Pick<LaunchKey, 'engine' | 'suite'>,
  listed: Listed,
  path: Path,
): Contradiction[] {
  const ofSuite = listed.suites.has(suite)
    ? []
    : [{ path: [...path, 'suite'], message: `$.run.suites does not list ${suite}` }];
  return [...ofEngine(engine, listed, path), ...ofSuite];
}

function ofLaunch(launch: Launch, listed: Listed, path: Path): Contradiction[] {
  const suite = listed.suites.get(launch.suite);
  return [
    ...ofEngineAndSuite(launch, listed, path),
    ...launch.sizesBytes.flatMap((sizeBytes, at) => ofSize(sizeBytes, suite, [...path, 'sizesBytes', at])),
    ...launch.pages.flatMap(({ sizesBytes }, page) =>
      sizesBytes.flatMap((sizeBytes, at) =>
        ofSize(sizeBytes, suite, [...path, 'pages', page, 'sizesBytes', at]),
      ),
    ),
  ];
}

/** @param suite `undefined` if the file does not list it, which is reported separately. */
function ofSize(
  sizeBytes: number,
  suite: Pick<SuiteInfo, 'name' | 'sizesBytes'> | undefined,
  path: Path,
): Contradiction[] {
  if (!suite || suite.sizesBytes.includes(sizeBytes)) return [];
  return [
    {
      path,
      message: `${sizeBytes} is not a size of ${suite.name}, which has ${suite.sizesBytes.join(', ')}`,
    },
  ];
}

function ofCell(cell: Cell, listed: Listed, path: Path): Contradiction[] {
  const suite = listed.suites.get(cell.suite);
  return [
    ...ofEngineAndSuite(cell, listed, path),
    ...(suite ? ofKey(cell, suite, path) : []),
    ...(cell.status === 'measured'
      ? cell.launches.flatMap((launch, at) => ofCellLaunch(launch, cell, listed, [...path, 'launches', at]))
      : []),
  ];
}

/** Checks a cell's transport, size and parameter against its suite. */
function ofKey(
  { transport: name, sizeBytes, parameter }: Cell,
  suite: SuiteInfo,
  path: Path,
): Contradiction[] {
  const transport = suite.transports.find((one) => one.name === name);
  if (!transport) {
    return [{ path: [...path, 'transport'], message: `${suite.name} has no transport ${name}` }];
  }
  const own = { name, sizesBytes: transport.sizesBytes ?? suite.sizesBytes };
  const values = valuesFor(suite, transport.role);
  return [
    ...ofSize(sizeBytes, suite.sizesBytes.includes(sizeBytes) ? own : suite, [...path, 'sizeBytes']),
    ...(values.includes(parameter)
      ? []
      : [
          {
            path: [...path, 'parameter'],
            message: `${parameter} is not a parameter of ${name} in ${suite.name}, which has ${values.map(String).join(', ')}`,
          },
        ]),
  ];
}

function ofCellLaunch(
  { launch, samplesMs, workers }: CellLaunch,
  { engine, suite }: Cell,
  { launches }: Listed,
  path: Path,
): Contradiction[] {
  const id = launchId({ engine, suite, launch });
  const blocks = workers.flatMap((worker) => worker.blocks);
  const samples = blocks.reduce((sum, block) => sum + block.samples, 0);
  return [
    ...(launches.has(id) ? [] : [{ path: [...path, 'launch'], message: `$.launches does not list ${id}` }]),
    ...(samples === samplesMs.length
      ? []
      : [
          {
            path: [...path, 'samplesMs'],
            message: `has ${samplesMs.length} samples, but its blocks have ${samples} in total`,
          },
        ]),
  ];
}
