import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { toBencher } from '../export/bencher.ts';
import { RESULTS_FORMATS } from '../export/formats.ts';
import { toGithubActionBenchmark } from '../export/github-action-benchmark.ts';
import { answerOf } from '../findings/answer.ts';
import { findingsOf } from '../findings/finding-lines.ts';
import { formatSize, parseSize } from '../schema/sizes.ts';
import { ratioOf } from '../summary/cell-figures.ts';
import { summarize } from '../summary/summarize.ts';
import { anyResults } from '../testing/arbitrary-results.ts';
import { dashboardOf } from '../trends/dashboard-data.ts';
import { historyEntry, historySchema } from '../trends/history.ts';
import { parseResults, ResultsError } from './parse.ts';
import { resultsText } from './write.ts';

/** What holds for every file, not only for those that come to mind. A failure prints its seed and the smallest file that shows it. */

test.setTimeout(120_000);
const RUNS = { numRuns: 500, interruptAfterTimeLimit: 60_000 };

/** Every number in what will be JSON: what is not finite would be read again as null. */
function numbersIn(value: unknown): number[] {
  const numbers: number[] = [];
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number') numbers.push(inner);
    return inner;
  });
  return numbers;
}

test('what the schema accepts is written, read, and summed up, exported and kept, without a throw', () => {
  fc.assert(
    fc.property(anyResults, (results) => {
      // Not through the disk: 500 synced files take a minute if the disk is busy.
      const bytes = Buffer.from(resultsText(results));
      const read = parseResults(bytes.toString(), 'a.json');
      expect(read).toEqual(JSON.parse(JSON.stringify(results)));
      const summary = summarize(read);
      const ratios = summary.cells.map((cell, at) => ratioOf(cell, summary.cells[at - 1]));
      expect(numbersIn({ summary, ratios }).filter((number) => !Number.isFinite(number))).toEqual([]);
      for (const suite of read.run.suites) {
        for (const { engine } of read.engines) findingsOf(summary, suite, engine);
        answerOf(suite, summary.cells);
      }
      for (const { convert } of RESULTS_FORMATS) {
        expect(typeof convert(summary)).toBe('string');
      }
      JSON.parse(toBencher(summary));
      JSON.parse(toGithubActionBenchmark(summary));
      const entry = historySchema.parse(JSON.parse(JSON.stringify(historyEntry(summary))));
      dashboardOf([entry, entry], false, null, []);
    }),
    RUNS,
  );
});

test('a file that is changed anywhere is still valid, or refused in a sentence', () => {
  const anyValue = fc.oneof(
    fc.constantFrom(null, -1, Number.MAX_VALUE, 'NaN', '', [], {}, true),
    fc.jsonValue({ maxDepth: 1 }),
  );
  fc.assert(
    fc.property(
      anyResults,
      fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
      anyValue,
      (results, path, value) => {
        const changed = JSON.parse(JSON.stringify(results)) as Record<string, unknown>;
        let at: Record<string, unknown> = changed;
        for (const step of path) {
          const keys = Object.keys(at);
          const key = keys[step % Math.max(1, keys.length)];
          if (key === undefined) break;
          const inner = at[key];
          if (inner === null || typeof inner !== 'object' || step % 5 === 0) {
            at[key] = value;
            break;
          }
          at = inner as Record<string, unknown>;
        }
        try {
          summarize(parseResults(JSON.stringify(changed), 'a.json'));
        } catch (error) {
          expect(error).toBeInstanceOf(ResultsError);
          expect((error as Error).message).toMatch(/^a\.json: /);
        }
      },
    ),
    RUNS,
  );
});

test('a file that is cut off anywhere is refused', () => {
  fc.assert(
    fc.property(anyResults, fc.double({ min: 0, max: 0.999, noNaN: true }), (results, share) => {
      const text = JSON.stringify(results);
      expect(() => parseResults(text.slice(0, Math.floor(share * text.length)), 'a.json')).toThrow(
        ResultsError,
      );
    }),
    RUNS,
  );
});

test('a size is read as it is written, and what is none is refused', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1023 }),
      fc.constantFrom(1, 2 ** 10, 2 ** 20, 2 ** 30),
      (count, unitBytes) => {
        const sizeBytes = count * unitBytes;
        expect(parseSize(formatSize(sizeBytes, '', 15))).toBe(sizeBytes);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const sizeBytes = parseSize(text);
      expect(sizeBytes === undefined || (Number.isSafeInteger(sizeBytes) && sizeBytes >= 0)).toBe(true);
    }),
  );
});
