import { crossover } from './crossover.ts';
import { carryOvers, driftOf, levelsOf } from './flags.ts';
import { formatCrossover, formatDuration, formatRatioEstimate } from './format.ts';
import { BASELINE, decidingRatios } from './precision.ts';
import { amplificationOf, gcRatesOf } from './pressure.ts';
import type { Cell, MeasuredCell, Results } from './schema.ts';
import { formatSize } from './sizes.ts';
import { relativeMargin } from './statistics.ts';
import { twinRatios } from './twins.ts';

/** What follows from the cells of one engine and suite, a line each; said in the terminal and in the report alike. */
export function findingsOf(run: Results['run'], cells: readonly Cell[]): string[] {
  const rivals = run.transports.filter(({ role, name }) => role === 'transport' && name !== BASELINE);
  const measured = (name: string) => cells.some(({ transport }) => transport === name);
  const crossovers = rivals
    .filter(({ name }) => measured(name) && measured(BASELINE))
    .map(({ name }) => `${name} beats ${BASELINE}: ${formatCrossover(crossover(cells, name, BASELINE))}`);
  return [
    ...crossovers,
    ...gcLine(run, cells),
    ...memoryLine(run, cells),
    ...twinLine(run, cells),
    ...driftLine(cells),
    ...levelsLine(cells),
    ...carryOverLine(run, cells),
    ...precisionLine(run, cells),
  ];
}

/** Where collections are said in a line: large enough for the bytes to matter, small enough for many round trips. */
const GC_SIZE_BYTES = 1024 ** 2;

function gcLine(run: Results['run'], cells: readonly Cell[]): string[] {
  const sizeBytes = run.sizesBytes.findLast((size) => size <= GC_SIZE_BYTES) ?? 0;
  const texts = measuredAt(run, cells, sizeBytes).flatMap((cell) => {
    const rates = gcRatesOf(cell);
    if (!rates) return [];
    const { perThousandRoundTrips, pauseMsPerGiB } = rates;
    return perThousandRoundTrips === 0
      ? [`${cell.transport} none`]
      : [
          `${cell.transport} ${perThousandRoundTrips.toFixed(0)} (${formatDuration(pauseMsPerGiB)} of pauses per GiB)`,
        ];
  });
  return texts.length === 0
    ? []
    : [`collections in 1,000 round trips of ${formatSize(sizeBytes)}: ${texts.join(', ')}`];
}

function memoryLine(run: Results['run'], cells: readonly Cell[]): string[] {
  const sizeBytes = run.sizesBytes.at(-1) ?? 0;
  const texts = measuredAt(run, cells, sizeBytes).flatMap((cell) => {
    const amplification = amplificationOf(cell, cells);
    return amplification === undefined ? [] : [`${cell.transport} ${amplification.toFixed(1)}`];
  });
  return texts.length === 0
    ? []
    : [`peak memory at ${formatSize(sizeBytes)}, in working sets: ${texts.join(', ')}`];
}

/** The transports' cells, without controls and twins. */
function measuredAt(
  { transports }: Results['run'],
  cells: readonly Cell[],
  sizeBytes: number,
): MeasuredCell[] {
  const names = transports.filter(({ role }) => role === 'transport').map(({ name }) => name);
  return cells
    .filter((cell) => cell.status === 'measured')
    .filter((cell) => cell.sizeBytes === sizeBytes && names.includes(cell.transport));
}

function driftLine(cells: readonly Cell[]): string[] {
  const texts = cells.flatMap((cell) => {
    const drift = cell.status === 'measured' ? driftOf(cell) : undefined;
    return drift ? [`${nameOf(cell)} ${formatRatioEstimate(drift)}`] : [];
  });
  return texts.length === 0 ? [] : [`drift, the last third of a block to its first: ${texts.join('; ')}`];
}

function levelsLine(cells: readonly Cell[]): string[] {
  const texts = cells.flatMap((cell) => {
    const levels = cell.status === 'measured' ? levelsOf(cell) : undefined;
    return levels
      ? [`${nameOf(cell)} ${formatDuration(levels.lowMs)} and ${formatDuration(levels.highMs)}`]
      : [];
  });
  return texts.length === 0 ? [] : [`launches at two levels: ${texts.join('; ')}`];
}

function carryOverLine({ transports }: Results['run'], cells: readonly Cell[]): string[] {
  const latencyBound = transports.filter(({ copies }) => !copies).map(({ name }) => name);
  const texts = carryOvers(cells, latencyBound).map(
    ({ after, estimate }) => `after ${after} ${formatRatioEstimate(estimate)}`,
  );
  return texts.length === 0 ? [] : [`carry-over to what is bound by latency: ${texts.join('; ')}`];
}

function nameOf({ transport, sizeBytes }: Cell): string {
  return `${formatSize(sizeBytes)} ${transport}`;
}

function twinLine(run: Results['run'], cells: readonly Cell[]): string[] {
  const twins = twinRatios(run, cells);
  if (twins.length === 0) return [];
  const texts = twins.map(
    ({ sizeBytes, estimate, toldApart }) =>
      `${formatSize(sizeBytes)} ${formatRatioEstimate(estimate)}${toldApart ? ', told apart' : ''}`,
  );
  return [`A/A, ${BASELINE} against itself: ${texts.join('; ')}`];
}

/** Which of the ratios that decide are wider than the run was after. */
function precisionLine(
  { transports, sizesBytes, sampling }: Results['run'],
  cells: readonly Cell[],
): string[] {
  const ratios = sizesBytes.flatMap((sizeBytes) =>
    decidingRatios(
      transports,
      cells.filter((cell) => cell.sizeBytes === sizeBytes),
    ),
  );
  const wide = ratios.filter(({ estimate }) => relativeMargin(estimate) > sampling.targetMargin);
  if (wide.length === 0) return [];
  const target = `±${100 * sampling.targetMargin}%`;
  return [
    `${wide.length} of the ${ratios.length} ratios to ${BASELINE} and to controls are not within ${target} yet`,
  ];
}
