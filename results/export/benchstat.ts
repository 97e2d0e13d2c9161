import type { Run } from '../schema/run.ts';
import type { Summary } from '../summary/summary.ts';
import { measured } from './measured.ts';

/** benchstat gives the interval of a median at 95% from this many lines of a benchmark on. */
const LEAST_LINES = 6;

/**
 * https://go.dev/design/14313-benchmark-format, one line per launch, so that benchstat uses launches as its unit. Cells are identified by
 * `key=value` pairs in the name. benchstat makes one table for all files with the same configuration lines (`key: value`), so only
 * what makes figures incomparable is one. The rest is a comment, which benchstat ignores.
 */
export function toGoBenchmark(summary: Summary): string {
  const { run } = summary;
  const benchmarks = measured(summary).map(({ cell, suite }) => {
    const { engine, transport, parameter, sizeBytes, launches } = cell;
    const parts = [
      `Benchmark${camelCase(suite.name)}`,
      `transport=${transport}`,
      `size=${sizeBytes}`,
      ...(parameter === null ? [] : [`parameter=${parameter}`]),
      `engine=${engine}`,
    ];
    return launches.map(
      ({ valueMs }) => `${parts.join('/')} 1 ${Number((valueMs * 1e6).toPrecision(7))} ns/op`,
    );
  });
  return [
    ...commentsOn(run, benchmarks),
    `suite-version: ${run.suiteVersion.replaceAll(/\s+/g, ' ')}`,
    '',
    ...benchmarks.flat(),
    '',
  ].join('\n');
}

function commentsOn({ id, commit, noCommit }: Run, benchmarks: readonly (readonly string[])[]): string[] {
  const short = benchmarks.filter((lines) => lines.length < LEAST_LINES).length;
  return [
    `run ${id}`,
    ...(commit ? [`commit ${commit}`] : []),
    ...(noCommit ? [`no commit: ${noCommit}`] : []),
    ...(short > 0
      ? [
          `${short} of ${benchmarks.length} benchmarks have fewer than ${LEAST_LINES} lines (one per launch), so benchstat shows no ` +
            `interval for them; measure with --launches ${LEAST_LINES} or more`,
        ]
      : []),
  ].map((words) => `# ${words.replaceAll(/\s+/g, ' ')}`);
}

/** The names of Go's benchmarks begin with an upper-case letter. */
function camelCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
