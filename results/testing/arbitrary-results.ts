import fc from 'fast-check';
import { type Cell, type CellLaunch, cellSchema } from '../schema/cell.ts';
import { cellId, claimId, launchId, passId, valuesFor } from '../schema/ids.ts';
import type { LaunchKey } from '../schema/keys.ts';
import { type Launch, launchSchema } from '../schema/launch.ts';
import { type Results, resultsSchema } from '../schema/results.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { arbitraryOf } from './arbitrary.ts';

/** An arbitrary valid results file: its fields have any allowed values, and its parts do not contradict each other. */
export const anyResults: fc.Arbitrary<Results> = fc
  .record({
    results: arbitraryOf(resultsSchema),
    // More cells than a schema list has: cells without an engine or a suite to belong to are left out.
    cells: fc.array(arbitraryOf(cellSchema), { maxLength: 12 }),
    template: arbitraryOf(launchSchema),
    picks: fc.array(fc.nat(), { minLength: 3, maxLength: 30 }),
  })
  .map(({ results, cells, template, picks }) => consistent({ ...results, cells }, template, picks));

function consistent(results: Results, template: Launch, picks: readonly number[]): Results {
  let at = 0;
  const pick = <Value>(values: readonly Value[]): Value | undefined =>
    values[(picks[at++ % picks.length] ?? 0) % values.length];

  const suites = results.run.suites.map((suite) => ({
    ...suite,
    transports: suite.transports.map((transport) => ({
      ...transport,
      sizesBytes: transport.sizesBytes && suite.sizesBytes.filter((_, index) => index % 2 === 0),
    })),
  }));
  const engines = results.engines.map(({ engine }) => engine);
  /** What a cell can refer to; empty if the run lists no engine or no suite. */
  const place = () => {
    const [engine, suite] = [pick(engines), pick(suites)];
    return engine && suite ? { engine, suite } : undefined;
  };
  const launchOf = (launch: Launch, suite: SuiteInfo, key: LaunchKey): Launch => ({
    ...launch,
    ...key,
    sizesBytes: launch.sizesBytes.flatMap(() => pick(suite.sizesBytes) ?? []),
    pages: launch.pages.flatMap((page) => {
      const sizeBytes = pick(suite.sizesBytes);
      return sizeBytes === undefined ? [] : [{ ...page, sizesBytes: [sizeBytes] }];
    }),
  });

  const launches = new Map<string, Launch>();
  const list = (launch: Launch, suite: SuiteInfo, key: LaunchKey) => {
    if (!launches.has(launchId(key))) launches.set(launchId(key), launchOf(launch, suite, key));
  };
  for (const launch of results.launches) {
    const own = place();
    if (!own) continue;
    list(launch, own.suite, { engine: own.engine, suite: own.suite.name, launch: launch.launch });
  }
  const cells = results.cells.flatMap((cell): Cell[] => {
    const own = place();
    const transport = own && pick(own.suite.transports);
    if (!transport) return [];
    const { engine, suite } = own;
    const sizeBytes = pick(transport.sizesBytes ?? suite.sizesBytes);
    const values = valuesFor(suite, transport.role);
    const parameter = pick(values);
    if (sizeBytes === undefined || parameter === undefined) return [];
    const key = { engine, suite: suite.name, transport: transport.name, parameter, sizeBytes };
    if (cell.status !== 'measured') return [{ ...cell, ...key }];
    for (const { launch } of cell.launches) list(template, suite, { engine, suite: suite.name, launch });
    return [{ ...cell, ...key, launches: cell.launches.map(withItsBlocks) }];
  });
  const passes = results.passes.flatMap((pass) => {
    const own = place();
    return own ? [{ ...pass, engine: own.engine, suite: own.suite.name }] : [];
  });
  const claims = results.claims.flatMap((claim) => {
    const engine = pick(engines);
    return engine ? [{ ...claim, engine }] : [];
  });
  return {
    ...results,
    run: { ...results.run, suites },
    launches: [...launches.values()],
    passes: once(passes, passId),
    cells: once(cells, cellId),
    claims: once(claims, claimId),
  };
}

/** Makes the number of samples in the blocks match the samples. */
function withItsBlocks({ launch, samplesMs, workers }: CellLaunch): CellLaunch {
  const used = workers.slice(0, samplesMs.length);
  return {
    launch,
    samplesMs,
    workers: used.map((worker, at) => ({
      ...worker,
      blocks: worker.blocks.slice(0, 1).map((block) => ({
        ...block,
        samples: at === 0 ? samplesMs.length - used.length + 1 : 1,
      })),
    })),
  };
}

/** Removes duplicates, which random picks can contain. */
function once<Item>(items: readonly Item[], idOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [idOf(item), item])).values()];
}
