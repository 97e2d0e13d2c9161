/** Prints the figures of a results file: `node read-results.mjs clone-transfer-share/latest.json`. */
import { readFile } from 'node:fs/promises';
import {
  cellEstimateMs,
  formatDurationEstimate,
  formatSize,
  parseResults,
  summarize,
} from 'clone-transfer-share/results';

const [, , file = 'clone-transfer-share/latest.json'] = process.argv;
const { cells } = summarize(parseResults(await readFile(file, 'utf8'), file));
for (const cell of cells) {
  const figure = cell.status === 'measured' ? formatDurationEstimate(cellEstimateMs(cell)) : cell.status;
  console.log(`${cell.engine}, ${cell.suite}, ${cell.transport}, ${formatSize(cell.sizeBytes)}: ${figure}`);
}
