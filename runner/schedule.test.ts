import { expect, test } from 'playwright/test';
import { exampleResults } from '../results/example.ts';
import type { Run } from '../results/schema.ts';
import { SIZES_BYTES } from '../results/sizes.ts';
import { schedule } from './schedule.ts';

const run: Run = { ...exampleResults().run, profile: 'default', sizesBytes: [...SIZES_BYTES] };
const key = { engine: 'node', suite: 'round-trip', launch: 0 } as const;
const sizesOf = (pages: ReturnType<typeof schedule>) => pages.map(({ sizeBytes }) => sizeBytes);

test('the same run, engine and launch give the same schedule', () => {
  expect(schedule(run, key)).toEqual(schedule(run, key));
});

test('another seed, launch or engine gives another order of the same work', () => {
  const sorted = (pages: ReturnType<typeof schedule>) => sizesOf(pages).sort((a, b) => a - b);
  const others = [
    schedule({ ...run, seed: 2 }, key),
    schedule(run, { ...key, launch: 1 }),
    schedule(run, { ...key, engine: 'bun' }),
  ];
  for (const other of others) {
    expect(other).not.toEqual(schedule(run, key));
    expect(sorted(other)).toEqual([...SIZES_BYTES]);
  }
});

test('each page has every transport once, and a twin at its own sizes', () => {
  const twin = { name: 'twin', title: '', role: 'twin', copies: true, sizesBytes: [1024] } as const;
  const withTwin: Run = {
    ...run,
    transports: [...run.transports, { ...twin, sizesBytes: [...twin.sizesBytes] }],
  };
  for (const { blocks, sizeBytes } of schedule(withTwin, key)) {
    const names = withTwin.transports
      .map(({ name }) => name)
      .filter((name) => name !== 'twin' || sizeBytes === 1024);
    expect([...blocks].sort()).toEqual(names.sort());
  }
});

test('over many launches every transport comes first about as often as any', () => {
  const launches = 600;
  const first = Object.fromEntries(run.transports.map(({ name }) => [name, 0]));
  for (let launch = 0; launch < launches; launch++) {
    const name = schedule(run, { ...key, launch })[0]?.blocks[0] ?? '';
    first[name] = (first[name] ?? 0) + 1;
  }
  // Four standard deviations of a fair draw: one run in 5,000 would fail of three counts, and this seed is fixed.
  const fair = launches / run.transports.length;
  const tolerance = 4 * Math.sqrt(fair * (1 - 1 / run.transports.length));
  for (const count of Object.values(first)) expect(Math.abs(count - fair)).toBeLessThan(tolerance);
});
