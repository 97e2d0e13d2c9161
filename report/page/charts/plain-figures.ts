import type { SuiteInfo } from '../../../results/schema/run.ts';
import { exactSize, formatSize } from '../../../results/schema/sizes.ts';
import { UNITS } from '../parts/units.ts';
import type { Figure } from './figure.ts';
import {
  byParameterAt,
  bySize,
  bySizeAt,
  categories,
  figure,
  SIZE,
  whole,
  withoutControls,
} from './figure-parts.ts';

/** The figures of a suite that has none of its own: the x axis is its parameter, else its sizes, else its transports. */
export function plainFigures(suite: SuiteInfo): Figure[] {
  const {
    name,
    question,
    figure: { title },
    parameter,
    sizesBytes,
  } = suite;
  const plan = {
    title: question,
    see: `The ${title}. Lower is faster.`,
    unit: UNITS.duration,
    scale: 'logarithmic',
  } as const;
  if (parameter) {
    const x = { kind: 'parameter', title: parameter.name } as const;
    const unbound = parameter.values.includes(null)
      ? [figure(`${name}-unbound`, suite, { ...plan, x: SIZE }, bySizeAt(null), [withoutControls])]
      : [];
    const bound = sizesBytes.map((sizeBytes) => {
      const size = sizesBytes.length > 1 ? exactSize(sizeBytes) : '';
      const id = size ? `${name}-${size}` : name;
      const own = { ...plan, title: size ? `${question} At ${formatSize(sizeBytes)}` : question, x };
      return figure(id, suite, own, byParameterAt(sizeBytes), [whole]);
    });
    return [...unbound, ...bound];
  }
  if (sizesBytes.some((sizeBytes) => sizeBytes > 0)) {
    return [figure(name, suite, { ...plan, x: SIZE }, bySize, [whole])];
  }
  const { x, across } = categories(suite, () => true);
  return [figure(name, suite, { ...plan, x }, across, [withoutControls])];
}
