import type { MeasuredCell } from '../schema/cell.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Launch, Round } from '../schema/launch.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults } from './example.ts';
import { simulatedCell, uniform, withBlocks } from './simulated.ts';

/** One simulated turn. */
export interface SimulatedTurn {
  readonly transport: string;
  readonly sizeBytes: number;
  readonly launch: number;
  readonly round: number;
  /** The transport of the turn before in the same round; `null`: none. */
  readonly after: string | null;
}

interface Repeats {
  readonly launches: number;
  readonly rounds: number;
  readonly cycles: number;
}

/** The launches and cells of one engine and suite, with the order of their turns. @param logOf The logarithm of a sample. */
export function simulatedRounds(
  engine: EngineName,
  suite: SuiteInfo,
  { launches, rounds, cycles }: Repeats,
  logOf: (turn: SimulatedTurn) => number,
): { launches: Launch[]; cells: MeasuredCell[] } {
  const [template] = exampleResults().launches as [Launch];
  const [page] = template.pages as [Launch['pages'][number]];
  const names = suite.transports.map(({ name }) => name);
  const controls = suite.transports.filter(({ role }) => role === 'control').map(({ name }) => name);
  const rivals = names.filter((name) => !controls.includes(name));
  const made = Array.from({ length: launches }, (_, launch) => {
    const samples = new Map<string, number[]>();
    const all = suite.sizesBytes.flatMap((sizeBytes) =>
      Array.from({ length: rounds }, (__, round): Round => {
        let after: string | null = null;
        const turns = controls.map((name) => ({ name, cycle: Math.floor(cycles * uniform()) }));
        const order = Array.from({ length: cycles }, (___, cycle) =>
          shuffled([...rivals, ...turns.filter((turn) => turn.cycle === cycle).map(({ name }) => name)]),
        );
        for (const transport of order.flat()) {
          const key = `${transport} ${sizeBytes}`;
          const sample = Math.exp(logOf({ transport, sizeBytes, launch, round, after }));
          const own = samples.get(key) ?? [];
          own.push(sample);
          samples.set(key, own);
          after = transport;
        }
        const numbers = order.map((cycle) => cycle.map((name) => names.indexOf(name)));
        return { sizeBytes, parameter: null, startedMs: 0, order: numbers };
      }),
    );
    return { launch, samples, rounds: all };
  });
  const cells = suite.sizesBytes.flatMap((sizeBytes, row) =>
    names.map((name): MeasuredCell => {
      const cell = simulatedCell(
        name,
        sizeBytes,
        made.map(({ samples }) => samples.get(`${name} ${sizeBytes}`) ?? []),
      );
      const blocks = Array.from({ length: rounds }, (_, round) => ({
        round: row * rounds + round,
        samples: controls.includes(name) ? 1 : cycles,
      }));
      return { ...withBlocks(cell, () => blocks), engine, suite: suite.name };
    }),
  );
  return {
    launches: made.map(({ launch, rounds: own }) => ({
      ...template,
      engine,
      suite: suite.name,
      launch,
      pages: [{ ...page, workers: [{ rounds: own }] }],
    })),
    cells,
  };
}

function shuffled(names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, at: uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
}
