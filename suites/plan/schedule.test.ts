import { expect, test } from 'playwright/test';
import type { Run, SuiteInfo, TransportInfo } from '../../results/schema/run.ts';
import { SIZES_BYTES } from '../../results/schema/sizes.ts';
import { exampleResults, exampleTransport } from '../../results/testing/example.ts';
import { PROFILES } from './profiles.ts';
import { groupsAt, isSmall, LARGE_FROM_BYTES, schedule, sidesAt } from './schedule.ts';

const run: Run = { ...exampleResults().run, profile: 'default' };
const suite: SuiteInfo = { ...(run.suites[0] as SuiteInfo), sizesBytes: [...SIZES_BYTES] };
const key = { engine: 'node', suite, launch: 0 } as const;
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
type Pages = ReturnType<typeof schedule>;
const sizesOf = (pages: Pages) => pages.map(({ groups }) => groups.map(({ sizeBytes }) => sizeBytes));

test('the same run, engine and launch give the same schedule', () => {
  expect(schedule(run, key)).toEqual(schedule(run, key));
});

test('a different seed, launch or engine gives a different order of the same work', () => {
  const work = (pages: Pages) => sizesOf(pages).map(String).sort();
  const others = [
    schedule({ ...run, seed: 2 }, key),
    schedule(run, { ...key, launch: 1 }),
    schedule(run, { ...key, engine: 'bun' }),
  ];
  for (const other of others) {
    expect(other).not.toEqual(schedule(run, key));
    expect(work(other)).toEqual(work(schedule(run, key)));
  }
  const orderOf = (launch: number) => String(sizesOf(schedule(run, { ...key, launch })));
  expect(new Set(Array.from({ length: 8 }, (_, launch) => orderOf(launch))).size).toBeGreaterThan(3);
});

test('every size is on a page; small sizes share pages, and a large one is alone on its page, one transport at a time', () => {
  const pages = sizesOf(schedule(run, key));
  expect([...new Set(pages.flat())].sort((a, b) => a - b)).toEqual([...SIZES_BYTES]);
  const shared = pages.filter((page) => page.length > 1);
  expect(shared).toEqual([SIZES_BYTES.filter(isSmall)]);
  for (const { groups } of schedule(run, key)) {
    for (const { sizeBytes, isExclusive } of groups) {
      expect(isExclusive).toBe(sizeBytes >= LARGE_FROM_BYTES);
      if (isExclusive) expect(groups).toHaveLength(1);
    }
  }
});

test('the rounds of a page have a time in all, so a suite with many groups has little for each', () => {
  const roundsMs = (timeShare: number, profile: Run['profile'] = 'default') =>
    schedule({ ...run, profile }, { ...key, suite: { ...suite, timeShare } })
      .filter(({ groups }) => groups.length > 1)
      .map(({ groups }) => sumOf(groups.map((group) => group.roundsMs)));
  for (const profile of ['default', 'quick'] as const) {
    const { pageMs, groupMs } = PROFILES[profile];
    expect(roundsMs(0.1, profile)).toEqual([expect.closeTo(0.1 * pageMs)]);
    expect(roundsMs(10, profile)).toEqual([expect.closeTo(6 * groupMs)]);
  }
});

test('rounds of larger copies scatter more, so they have more of the time of a page', () => {
  const [page] = schedule(run, key).filter(({ groups }) => groups.length > 1);
  const timesMs = [...(page?.groups ?? [])]
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
    .map(({ roundsMs }) => roundsMs);
  expect(timesMs).toHaveLength(6);
  expect(timesMs[1]).toBe(timesMs[0]);
  for (const [at, timeMs] of timesMs.slice(2).entries()) {
    expect(timeMs / (timesMs[at + 1] ?? 0)).toBeCloseTo(4 ** 0.2);
  }
});

test('workers of a page of small sizes share its rounds and time, and a large size has one', () => {
  const pagesOf = (workers: number) => schedule(run, { ...key, suite: { ...suite, workers } });
  const [one, two] = [pagesOf(1), pagesOf(2)];
  for (const [at, page] of one.entries()) {
    const shared = page.groups.length > 1 ? 2 : 1;
    expect(two[at]).toEqual({
      ...page,
      workers: shared,
      rounds: Math.ceil(page.rounds / shared),
      groups: page.groups.map((group) => ({
        ...group,
        roundsMs: group.roundsMs / shared,
      })),
    });
  }
  expect(two.map(({ workers }) => workers)).toContain(2);
});

test('a page names its suite’s controls', () => {
  expect(schedule(run, key).map(({ controls }) => controls)).toContainEqual(['ping']);
});

test('a group has every transport once, and a twin at its own sizes', () => {
  const twin: TransportInfo = { ...exampleTransport('twin'), role: 'twin', sizesBytes: [1024] };
  const twinned = { ...suite, transports: [...suite.transports, twin] };
  for (const sizeBytes of [1024, 4096]) {
    const names = twinned.transports
      .map(({ name }) => name)
      .filter((name) => name !== 'twin' || sizeBytes === 1024);
    expect(sidesAt(twinned, sizeBytes).map(({ transport }) => transport)).toEqual(names);
  }
});

test('each value of a parameter has a group, and the controls are in each; those of messages in flight have the value too', () => {
  const varied: SuiteInfo = { ...suite, parameter: { name: 'workers', kind: 'count', values: [1, 4] } };
  const texts = groupsAt(varied, 1024).map(({ sides }) =>
    sides.map(({ transport, parameter }) => `${transport} ${parameter}`),
  );
  expect(texts).toEqual([
    ['clone 1', 'share 1', 'ping null'],
    ['clone 4', 'share 4', 'ping null'],
  ]);
  // As many empty messages as there are messages.
  const inFlight: SuiteInfo = {
    ...suite,
    parameter: { name: 'in flight', kind: 'in flight', values: [1, 8] },
  };
  const pings = groupsAt(inFlight, 1024).map(({ sides }) => sides.at(-1));
  expect(pings.map((ping) => `${ping?.transport} ${ping?.parameter}`)).toEqual(['ping 1', 'ping 8']);
});
