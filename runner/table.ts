import Table from 'cli-table3';
import { formatDuration } from '../results/format.ts';
import type { Cell, Results } from '../results/schema.ts';
import { formatSize } from '../results/sizes.ts';
import { cellEstimateMs } from '../results/statistics.ts';

const FASTEST = '*';

/** A table per engine and suite: sizes down, transports across; the reasons of cells without a number below. */
export function formatTables({ engines, cells, run }: Results): string {
  const parts: string[] = [];
  for (const engine of engines) {
    if (engine.status === 'missing') {
      parts.push(`${engine.engine}: not measured: ${engine.reason}. ${engine.remedy}`);
      continue;
    }
    for (const suite of run.suites) {
      const own = cells.filter((cell) => cell.engine === engine.engine && cell.suite === suite);
      const title = `${engine.engine} ${engine.version} (${engine.source}): ${suite}, median round trip`;
      parts.push(own.length === 0 ? `${title}: nothing measured` : `${title}\n${formatTable(own, run)}`);
    }
  }
  return `${parts.join('\n\n')}\n\n${FASTEST} fastest transport at its size`;
}

function formatTable(cells: readonly Cell[], run: Results['run']): string {
  const transports = run.transports.filter(({ name }) => cells.some(({ transport }) => transport === name));
  const sizes = run.sizesBytes.filter((size) => cells.some(({ sizeBytes }) => sizeBytes === size));
  const table = new Table({
    head: ['size', ...transports.map(({ name, role }) => (role === 'control' ? `(${name})` : name))],
    colAligns: ['right', ...transports.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const sizeBytes of sizes) {
    const row = transports.map(({ name }) =>
      cells.find((cell) => cell.sizeBytes === sizeBytes && cell.transport === name),
    );
    const fastest = fastestOf(row.filter((_, column) => transports[column]?.role === 'transport'));
    table.push([
      formatSize(sizeBytes),
      ...row.map((cell) => formatCell(cell, cell !== undefined && cell === fastest)),
    ]);
  }
  const reasons = new Set(
    cells.flatMap((cell) =>
      cell.status === 'measured'
        ? []
        : [`  ${cell.status}: ${formatSize(cell.sizeBytes)} ${cell.transport}: ${cell.reason}`],
    ),
  );
  return [table.toString(), ...reasons].join('\n');
}

function fastestOf(cells: readonly (Cell | undefined)[]): Cell | undefined {
  let fastest: { cell: Cell; ms: number } | undefined;
  for (const cell of cells) {
    if (cell?.status !== 'measured') continue;
    const ms = cellEstimateMs(cell).value;
    if (!fastest || ms < fastest.ms) fastest = { cell, ms };
  }
  return fastest?.cell;
}

function formatCell(cell: Cell | undefined, fastest: boolean): string {
  if (!cell) return 'not reached';
  if (cell.status !== 'measured') return cell.status;
  return `${fastest ? `${FASTEST} ` : ''}${formatDuration(cellEstimateMs(cell).value)}`;
}
