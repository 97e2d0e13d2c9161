import { formatDuration, formatTransport } from '../findings/format.ts';
import { formatSize } from '../schema/sizes.ts';
import type { Summary } from '../summary/summary.ts';
import { text } from './markdown-text.ts';
import { measured } from './measured.ts';

/** One table per engine and suite, as Markdown. */
export function toMarkdown(summary: Summary): string {
  const all = measured(summary);
  const parts = summary.engines.flatMap(({ engine }) =>
    summary.run.suites.flatMap((suite) => {
      const own = all.filter(({ cell }) => cell.engine === engine && cell.suite === suite.name);
      if (own.length === 0) return [];
      const rows = own.map(({ cell, estimate: { value, interval } }) => {
        const what = text(formatTransport(suite, cell));
        const range = interval
          ? `${formatDuration(interval.low)} to ${formatDuration(interval.high)}`
          : 'one launch';
        return `| ${cell.sizeBytes > 0 ? formatSize(cell.sizeBytes) : ''} | ${what} | ${formatDuration(value)} | ${range} |`;
      });
      return [
        `### ${engine}: ${suite.name}`,
        '',
        '| size | transport | typical time | 95% |',
        '| --- | --- | --- | --- |',
        ...rows,
        '',
      ];
    }),
  );
  return parts.join('\n');
}
