import { expect, test } from 'playwright/test';
import type { WorkerOutcome } from '../../results/schema/cell.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import type { SideKey } from '../../suites/plan/plan.ts';
import { groupsAt, sidesAt } from '../../suites/plan/schedule.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { shortPlan, sidesOf } from '../testing/measure-plan.ts';
import { reportsOf, runPages } from '../testing/run-pages.ts';
import { UNSUPPORTED } from '../testing/unsupported.ts';
import { remedyOf } from './engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from './engines.ts';

const SIZE_BYTES = 1024;
/** More records or buffers run the same code, for seconds. */
const MOST_ITEMS = 1_000;
/** Long enough for the rounds that a plan asks for. */
const ROUNDS_MS = 1_000_000;

/** Both sizes of each transport and control of `round-trip`. */
function turnSides(suites: readonly SuiteInfo[]): SideKey[] {
  const names = suites.find(({ name }) => name === 'round-trip')?.transports.map(({ name }) => name) ?? [];
  return [SIZE_BYTES, 4 * SIZE_BYTES].flatMap((sizeBytes) => sidesOf(sizeBytes, ...names));
}

/** The controls of `round-trip`. */
function controlsOf(suites: readonly SuiteInfo[]): string[] {
  const transports = suites.find(({ name }) => name === 'round-trip')?.transports ?? [];
  return transports.filter(({ role }) => role === 'control').map(({ name }) => name);
}

function expectTurns(
  reports: readonly WorkerReport[],
  sides: readonly SideKey[],
  controls: readonly string[],
): void {
  const names = [...new Set(sides.map(({ transport }) => transport))];
  const numbers = names.map((_, at) => at);
  const rivals = numbers.filter((at) => !controls.includes(names[at] ?? ''));
  const orders = new Set<string>();
  for (const { rounds, cells } of reports) {
    expect(rounds).toHaveLength(4);
    for (const { order } of rounds) {
      const inOrder = (turns: readonly number[]) => turns.toSorted((a, b) => a - b);
      for (const cycle of order) {
        orders.add(cycle.join());
        expect(inOrder(cycle.filter((number) => rivals.includes(number)))).toEqual(rivals);
      }
      const ofControls = order.flat().filter((number) => !rivals.includes(number));
      expect(inOrder([...rivals, ...ofControls])).toEqual(numbers);
    }
    expect(cells).toHaveLength(sides.length);
    for (const { outcome, transport } of cells) {
      expect(outcome, transport).toMatchObject({ status: 'measured', blocks: [{}, {}] });
      if (outcome.status !== 'measured') continue;
      for (const { round, samples } of outcome.blocks) {
        expect(samples, transport).toBe(controls.includes(transport) ? 1 : rounds[round]?.order.length);
      }
      for (const sampleMs of outcome.samplesMs) expect(sampleMs).toBeGreaterThan(0);
      if (transport.startsWith('copy-')) expect(outcome.mainThread).toBeNull();
      else expect(outcome.mainThread?.roundTrips, transport).toBeGreaterThan(0);
    }
  }
  expect(orders.size).toBeGreaterThan(1);
}

const smallestOf = (suite: SuiteInfo) => suite.sizesBytes[0] ?? 0;
const isSmall = ({ parameter }: { readonly parameter: number | null }) =>
  parameter === null || parameter <= MOST_ITEMS;
const smallGroups = (suite: SuiteInfo) =>
  groupsAt(suite, smallestOf(suite))
    .filter(isSmall)
    .map((group) => ({ ...group, roundsMs: ROUNDS_MS }));

/** Every cell is measured, or the engine says what it lacks. */
function expectCells(name: EngineName, suite: SuiteInfo, cells: WorkerReport['cells']): void {
  const lacking = UNSUPPORTED[name]?.[suite.name];
  const statusOf = ({ transport }: SideKey, outcome?: WorkerOutcome) => {
    if (lacking?.transports.includes(transport)) return 'unsupported';
    const isEither = lacking?.either?.includes(transport) && outcome?.status === 'unsupported';
    return isEither ? 'unsupported' : 'measured';
  };
  const inOrder = (sides: readonly SideKey[]) => sides.map((side) => JSON.stringify(side)).sort();
  const outcomeOf = new Map(cells.map(({ outcome, ...side }) => [JSON.stringify(side), outcome]));
  expect(
    inOrder(cells.map(({ outcome, ...side }) => ({ ...side, status: outcome.status }))),
    `${suite.name}: ${JSON.stringify(cells)}`,
  ).toEqual(
    inOrder(
      sidesAt(suite, smallestOf(suite))
        .filter(isSmall)
        .map((side) => ({ ...side, status: statusOf(side, outcomeOf.get(JSON.stringify(side))) })),
    ),
  );
  const { either } = lacking ?? {};
  const isAny = cells.some(
    ({ transport, outcome }) => either?.includes(transport) && outcome.status === 'measured',
  );
  if (either) expect(isAny, suite.name).toBe(true);
  for (const { outcome } of cells) {
    if (outcome.status === 'unsupported') expect(outcome.reason).toMatch(lacking?.reason ?? '');
  }
}

for (const name of STARTED_ENGINE_NAMES) {
  test.describe(`${name}, every suite in one start`, () => {
    let suites: readonly SuiteInfo[];
    let messages: readonly PageMessage[];
    test.beforeAll(async () => {
      const result = await ENGINES[name].find();
      test.skip(result.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (result.status === 'missing') return;
      // Programs take seconds to start, so they have their own test.
      suites = (await discoverSuites()).filter((suite) => suite.name !== 'programs');
      const turns = shortPlan('round-trip', turnSides(suites), {
        controls: controlsOf(suites),
        workers: 2,
        rounds: 2,
      });
      const unequal = shortPlan('round-trip', [], {
        groups: [SIZE_BYTES, 4 * SIZE_BYTES].map((sizeBytes) => ({
          sizeBytes,
          parameter: null,
          sides: sidesOf(sizeBytes, 'share', 'ping'),
          isExclusive: false,
          roundsMs: sizeBytes === SIZE_BYTES ? 0 : ROUNDS_MS,
        })),
        rounds: 6,
      });
      const pages = suites.map((suite) => shortPlan(suite.name, [], { groups: smallGroups(suite) }));
      messages = await runPages(result, [{ kind: 'bump' }, turns, ...pages, unequal]);
    });

    test('the guide’s example: the worker sees 41, and the main thread sees 42 after the worker’s bump', () => {
      expect(messages[0]).toEqual({
        kind: 'bump',
        workerSaw: 41,
        mainSaw: 42,
        mainShared: true,
        workerShared: true,
      });
    });

    test('every transport has one turn in each cycle, and every control in one, in a fresh order, and each worker is told to the runner', () => {
      const own = messages.slice(1, 6);
      expect(own.map(({ kind }) => kind)).toEqual(['page', 'threads', 'worker', 'threads', 'worker']);
      expect(own[0]).toMatchObject({
        page: { isolation: { sharedArrayBuffer: true, sharedMemory: 'posted' } },
      });
      expectTurns(reportsOf(own), turnSides(suites), controlsOf(suites));
    });

    test('the rounds of a group with little time are spread over those of the others', () => {
      const sizes =
        reportsOf(messages)
          .at(-1)
          ?.rounds.map(({ sizeBytes }) => sizeBytes) ?? [];
      expect(sizes).toHaveLength(7);
      expect([2, 3]).toContain(sizes.indexOf(SIZE_BYTES));
      expect(sizes.indexOf(SIZE_BYTES)).toBe(sizes.lastIndexOf(SIZE_BYTES));
    });

    test('every suite measures each of its transports and controls, with each small value of its parameter, or says what the engine lacks', () => {
      const reports = reportsOf(messages.slice(6)).slice(0, -1);
      expect(reports).toHaveLength(suites.length);
      for (const [at, suite] of suites.entries()) expectCells(name, suite, reports[at]?.cells ?? []);
    });
  });
}
