import { expect, test } from 'playwright/test';
import { align, type Exchange } from './alignment.ts';

const STEP_MS = 0.0001;

/** A ping to a worker whose clock begins `offsetMs` later. */
function ping(offsetMs: number, thereMs: number, backMs: number, sentMs = 10): Exchange {
  const seenMs = sentMs + thereMs - offsetMs;
  return { sentMs, seenMs, answeredMs: seenMs, backMs: sentMs + thereMs + backMs };
}
const pings = (offsetMs: number, thereMs = 0.0004, backMs = 0.0002) =>
  Array.from({ length: 1000 }, (_, at) => ping(offsetMs, thereMs, backMs, at));

test('the difference of the clocks is between the bounds of the fastest pings, also if the way there is slower', () => {
  const slow = Array.from({ length: 1000 }, (_, at) => ping(12.5, 3, 0.001, at));
  const found = align(12.5, [...slow, ...pings(12.5)], [], STEP_MS);
  if (found.kind === 'refused') throw new Error(found.reason);
  expect(found.errorMs).toBeLessThan(0.0004);
  expect(Math.abs(found.offsetMs - 12.5)).toBeLessThan(found.errorMs);
});

test('origins that a ping contradicts are refused, in either direction', () => {
  for (const wrongMs of [-0.05, 0.05]) {
    expect(align(12.5 + wrongMs, pings(12.5), [], STEP_MS)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/a message would arrive 49\.\d µs before it was sent/),
    });
  }
});

test('a later message that contradicts the pings refuses the alignment, in either direction', () => {
  for (const laterMs of [12.4, 12.6]) {
    const later = ping(laterMs, 0.02, 0.02);
    expect(align(12.5, pings(12.5), [ping(12.5, 0.02, 0.02), later], STEP_MS).kind).toBe('refused');
  }
  expect(align(12.5, pings(12.5), [ping(12.5, 0.02, 0.02)], STEP_MS).kind).toBe('aligned');
});

test('slow pings bound the difference loosely, and without any there is no alignment', () => {
  const found = align(12.5, pings(12.5, 0.02, 0.04), [], STEP_MS);
  expect(found).toMatchObject({ kind: 'aligned' });
  expect(found.kind === 'aligned' && found.errorMs).toBeGreaterThan(0.029);
  expect(align(12.5, [], [], STEP_MS).kind).toBe('refused');
});
