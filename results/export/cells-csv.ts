import { cellEstimateMs } from '../summary/cell-figures.ts';
import type { Summary } from '../summary/summary.ts';
import { toCsv } from './csv.ts';

/** Every cell. A cell without a figure has the reason. */
export function cellsCsv(summary: Summary): string {
  const head = [
    'engine',
    'suite',
    'transport',
    'parameter',
    'sizeBytes',
    'status',
    'valueMs',
    'lowMs',
    'highMs',
  ];
  const rows = summary.cells.map((cell) => {
    const key = [cell.engine, cell.suite, cell.transport, cell.parameter, cell.sizeBytes, cell.status];
    if (cell.status !== 'measured') return [...key, null, null, null, null, null, null, cell.reason];
    const { value, interval } = cellEstimateMs(cell);
    return [
      ...key,
      value,
      interval?.low ?? null,
      interval?.high ?? null,
      cell.launches.length,
      cell.samples,
      cell.movedBytes,
      null,
    ];
  });
  return toCsv([[...head, 'launches', 'samples', 'movedBytes', 'reason'], ...rows]);
}
