import { expect, test } from 'playwright/test';
import { simulatedHistory } from '../testing/simulated-history.ts';
import { dashboardOf } from './dashboard-data.ts';
import { stateInWords } from './state-in-words.ts';

const state = (days: number, planted: Parameters<typeof simulatedHistory>[1] = []) =>
  stateInWords(dashboardOf(simulatedHistory(days, planted), false, null, []));

test('the state names how far the history goes, what moved last, and the latest comparison', () => {
  expect(state(20)).toMatch(
    /^20 runs since 2025-01-01, the latest of 2025-01-20\. .*No comparison is shown\.$/,
  );
  const planted = { engine: 'deno', transport: 'share', day: 40, factor: 2 } as const;
  expect(state(60, [planted])).toMatch(
    /The last step was on 2025-02-\d\d: (clone|transfer|share) ÷ (share|ping) of .* in deno \(×\d/,
  );
});

test('an empty history and the reference run are named as such', () => {
  expect(state(0)).toBe('The history has no runs yet.');
  const reference = dashboardOf(simulatedHistory(1, []), true, null, []);
  expect(stateInWords(reference)).toBe(
    'The history has no runs yet. This is the reference run, of 2025-01-01, which is kept with the suite.',
  );
});
