import { crossover } from './crossover.ts';
import { formatCrossover, formatRatioEstimate } from './format.ts';
import { BASELINE, decidingRatios } from './precision.ts';
import type { Cell, Results } from './schema.ts';
import { formatSize } from './sizes.ts';
import { relativeMargin } from './statistics.ts';
import { twinRatios } from './twins.ts';

/** What follows from the cells of one engine and suite, a line each; said in the terminal and in the report alike. */
export function findingsOf(run: Results['run'], cells: readonly Cell[]): string[] {
  const largest = run.sizesBytes.at(-1) ?? 0;
  const rivals = run.transports.filter(({ role, name }) => role === 'transport' && name !== BASELINE);
  const measured = (name: string) => cells.some(({ transport }) => transport === name);
  const crossovers = rivals
    .filter(({ name }) => measured(name) && measured(BASELINE))
    .map(
      ({ name }) =>
        `${name} beats ${BASELINE}: ${formatCrossover(crossover(cells, name, BASELINE), largest)}`,
    );
  return [...crossovers, ...twinLine(run, cells), ...precisionLine(run, cells)];
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
