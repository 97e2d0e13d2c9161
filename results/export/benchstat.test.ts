import { expect, test } from 'playwright/test';
import type { Results } from '../schema/results.ts';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { toGoBenchmark } from './benchstat.ts';

/** Two tables are apart if any of their configuration differs. */
type Tables = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number[]>>>;

/**
 * Groups results as benchstat does: https://pkg.go.dev/golang.org/x/perf/cmd/benchstat, "Configuring comparisons", and the lines as
 * https://go.dev/design/14313-benchmark-format describes them. By default tables are grouped `-table .config`, rows `-row .fullname`
 * and columns `-col .file`.
 * @param ignored The keys of `-ignore`.
 * @returns Values by table, row and column.
 */
function benchstatTables(files: Readonly<Record<string, string>>, ignored: readonly string[] = []): Tables {
  const tables = new Map<string, Map<string, Map<string, number[]>>>();
  for (const [file, text] of Object.entries(files)) {
    const config = new Map<string, string>();
    for (const line of text.split('\n')) {
      const [, key, value] = /^([a-z][^A-Z\s:]*):[ \t]+(.*)$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined && !ignored.includes(key)) config.set(key, value);
      const [, row, number] = /^Benchmark(\S*)\s+\d+\s+(\S+)\s+ns\/op$/.exec(line) ?? [];
      if (row === undefined) continue;
      const table = JSON.stringify([...config].sort());
      const rows = tables.get(table) ?? new Map<string, Map<string, number[]>>();
      const columns = rows.get(row) ?? new Map<string, number[]>();
      columns.set(file, [...(columns.get(file) ?? []), Number(number)]);
      tables.set(table, rows.set(row, columns));
    }
  }
  return tables;
}

/** The text of the example's run as another run, whose cells have this many launches. */
function exampleOf(own: Partial<Results['run']>, launches: number): string {
  const { run, cells, ...summary } = summarize(exampleResults());
  return toGoBenchmark({
    ...summary,
    run: { ...run, ...own },
    cells: cells.map((cell) =>
      cell.status === 'measured'
        ? { ...cell, launches: Array.from({ length: launches }, () => cell.launches).flat() }
        : cell,
    ),
  });
}

const OLD = exampleOf({ id: 'old', commit: '0'.repeat(40), noCommit: null }, 6);
const NEW = exampleOf({ id: 'new', commit: '1'.repeat(40), noCommit: null }, 6);

test('Go benchmark text: comments and configuration lines, then names, iterations and pairs of value and unit', () => {
  const lines = OLD.trimEnd().split('\n');
  const blank = lines.indexOf('');
  for (const line of lines.slice(0, blank)) expect(line).toMatch(/^(# \S|[a-z][^A-Z\s:]*: \S)/);
  for (const line of lines.slice(blank + 1))
    expect(line).toMatch(/^Benchmark(?![a-z])\S+ +[1-9]\d* +\S+ +ns\/op$/);
  expect(lines).toContain('BenchmarkRoundTrip/transport=clone/size=1024/engine=node 1 60000 ns/op');
  expect(lines).toEqual(expect.arrayContaining(['# run old', `# commit ${'0'.repeat(40)}`]));
});

test('benchstat compares two runs of two commits in one table, with a row for each cell and a column for each file', () => {
  const tables = [...benchstatTables({ 'old.txt': OLD, 'new.txt': NEW }).values()];
  expect(tables).toHaveLength(1);
  const rows = [...(tables[0] ?? [])];
  expect(rows.map(([name]) => name)).toContain('RoundTrip/transport=clone/size=1024/engine=node');
  for (const [name, columns] of rows) {
    expect([...columns.keys()], name).toEqual(['old.txt', 'new.txt']);
    for (const values of columns.values()) expect(values, name).toHaveLength(6);
  }
});

test('figures of two versions of the suite are in two tables, unless benchstat is to ignore the version', () => {
  const files = { 'old.txt': OLD, 'new.txt': exampleOf({ suiteVersion: '9.0.0' }, 6) };
  expect(benchstatTables(files).size).toBe(2);
  expect(benchstatTables(files, ['suite-version']).size).toBe(1);
});

test('the text says for how many benchmarks benchstat shows no interval, and how to get one', () => {
  expect(exampleOf({}, 5)).toMatch(/^# (\d+) of \1 benchmarks have fewer than 6 lines .* --launches 6 /m);
  expect(OLD).not.toContain('fewer than');
});
