import { join, relative } from 'node:path';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/user-error.ts';
import { toMarkdown } from '../export/markdown.ts';
import { markdownTable } from '../export/markdown-table.ts';
import { readResults } from '../file/read.ts';
import { compressed, MOST_REFERENCE_BYTES, REFERENCE_DIR, REFERENCE_FILE } from '../file/reference.ts';
import { writeAtomically } from '../file/write.ts';
import { formatDuration } from '../findings/format.ts';
import { formatSize } from '../schema/sizes.ts';
import { summarize } from '../summary/summarize.ts';
import type { Summary } from '../summary/summary.ts';

const SUMMARY_FILE = join(REFERENCE_DIR, 'README.md');

/** The record and the summary of the run, for those who read the repository without running anything. */
function summaryText(summary: Summary): string {
  const { run, hosts, engines } = summary;
  return [
    '# The reference run',
    '',
    'What the report and the dashboard show in a checkout that has not measured anything yet. `npm run reference -- FILE` replaced it',
    'last; `results.json.br` is its results file, with its times rounded.',
    '',
    `Run ${run.id}, started ${run.startedAt}, profile ${run.profile}, seed ${run.seed}, commit ${run.commit ?? 'unknown'}.`,
    '',
    '## Machines',
    '',
    markdownTable(
      ['system', 'processor', 'cores', 'memory', 'first write to 4 KiB', 'notes'],
      hosts.map(({ os, arch, cpu, cores, memoryBytes, firstTouchUs, notes }) => [
        `${os} ${arch}`,
        cpu,
        String(cores),
        formatSize(memoryBytes),
        firstTouchUs === null ? 'not measured' : formatDuration(firstTouchUs / 1000),
        notes.join(' '),
      ]),
    ),
    '',
    '## Engines',
    '',
    markdownTable(
      ['engine', 'version', 'build'],
      engines.map((one) =>
        one.status === 'found'
          ? [one.engine, one.version, one.source]
          : [one.engine, '', `missing: ${one.reason}`],
      ),
    ),
    '',
    '## Figures',
    '',
    toMarkdown(summary),
  ].join('\n');
}

export const command = defineCommand({
  name: 'reference',
  does: 'Keeps a run as the reference run, which the report and the dashboard show where nothing was measured yet.',
  flags: {},
  arguments: { shown: 'FILE', help: 'a results file of a complete run', least: 1, most: 1 },
  async run({ arguments: [file = ''] }) {
    const results = await readResults(file);
    if (results.outcome !== 'complete') {
      throw new UsageError(`${file}: the run is ${results.outcome}; a reference run is complete`);
    }
    const [bytes, text] = [await compressed(results), summaryText(summarize(results))];
    const sizeBytes = bytes.length + Buffer.byteLength(text);
    if (sizeBytes > MOST_REFERENCE_BYTES) {
      throw new UsageError(
        `${file}: it would have ${sizeBytes} bytes, and a reference run has at most ${MOST_REFERENCE_BYTES}; choose a run with fewer suites or launches`,
      );
    }
    await writeAtomically(SUMMARY_FILE, text);
    await writeAtomically(REFERENCE_FILE, bytes);
    console.log(`${file}: kept in ${relative('.', REFERENCE_DIR)} (${sizeBytes} bytes)`);
    return 0;
  },
});
