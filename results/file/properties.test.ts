import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { toBencher } from '../export/bencher.ts';
import { RESULTS_FORMATS } from '../export/formats.ts';
import { toGithubActionBenchmark } from '../export/github-action-benchmark.ts';
import { answerOf } from '../findings/answer.ts';
import { findingsOf } from '../findings/finding-lines.ts';
import { resultsSchema } from '../schema/results.ts';
import { formatSize, parseSize } from '../schema/sizes.ts';
import { ratioOf } from '../summary/cell-figures.ts';
import { summarize } from '../summary/summarize.ts';
import { anyResults } from '../testing/arbitrary-results.ts';
import { dashboardOf } from '../trends/dashboard-data.ts';
import { historyEntry, historySchema } from '../trends/history.ts';
import { parseResults, ResultsError } from './parse.ts';
import { readResults } from './read.ts';
import { writeResults } from './write.ts';

/** Properties of every file, not only of hand-written examples. A failure prints its seed and the smallest failing file. */

test.setTimeout(120_000);
const RUNS = { numRuns: 500, interruptAfterTimeLimit: 60_000 };

/** Every number in a value. JSON turns a number that is not finite into null. */
function numbersIn(value: unknown): number[] {
  const numbers: number[] = [];
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number') numbers.push(inner);
    return inner;
  });
  return numbers;
}

test('any file that the schema accepts can be written, read, summarized, exported and saved without an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  try {
    await fc.assert(
      fc.asyncProperty(anyResults, async (results) => {
        expect(resultsSchema.safeParse(results).error).toBeUndefined();
        const { latest } = await writeResults(folder, results);
        const read = await readResults(latest);
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
        dashboardOf([entry, entry], null, null);
      }),
      RUNS,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a file that is changed anywhere is still valid, or rejected with a message', () => {
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

test('a file that is truncated anywhere is rejected', () => {
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

test('a formatted size parses to the same size, and other text is rejected', () => {
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
