import { measureHandOff } from 'clone-transfer-share/client';
import { cellEstimateMs, formatDurationEstimate, formatSize, summarize } from 'clone-transfer-share/results';

/** Measures in this page what the page itself sends: a list of records, beside the suite’s own transports. */
const results = await measureHandOff({
  sizes: ['4KiB', '64KiB'],
  budgetMs: 2_000,
  // A record has about 32 bytes as text.
  payload: (sizeBytes) =>
    Array.from({ length: sizeBytes / 32 }, (_, id) => ({ id, name: `record ${id}`, isNew: id % 2 === 0 })),
});

const lines = summarize(results).cells.map((cell) => {
  const figure = cell.status === 'measured' ? formatDurationEstimate(cellEstimateMs(cell)) : cell.status;
  return `${cell.transport}, ${formatSize(cell.sizeBytes)}: ${figure}`;
});
const figures = document.querySelector('#figures');
if (figures) figures.textContent = lines.join('\n');
