import type { Placement, SuiteInfo } from '../../results/schema/run.ts';

/** As it may be what changed, the ping is compared too between two builds or commits. */
const PING = 'ping';

/** The part of a suite that two transports in one page need, with the sizes that both have. */
export function partInOnePage(suite: SuiteInfo, names: readonly string[]): SuiteInfo {
  const transports = suite.transports.filter(({ name }) => names.includes(name));
  const isInBoth = (sizeBytes: number) =>
    transports.every((one) => one.sizesBytes?.includes(sizeBytes) ?? true);
  return { ...suite, transports, sizesBytes: suite.sizesBytes.filter(isInBoth) };
}

/**
 * The part of a suite that arms with launches of their own need: its transports, and the ping at the smallest size, as it depends
 * on none. No other control is needed: what it shows of the machine affects both arms alike.
 */
export function partOfLaunches(suite: SuiteInfo, sizesBytes: readonly number[]): SuiteInfo {
  const transports = suite.transports
    .filter(({ name, role }) => role === 'transport' || (role === 'control' && name === PING))
    .map((one) => (one.role === 'control' ? { ...one, sizesBytes: sizesBytes.slice(0, 1) } : one));
  return { ...suite, transports, sizesBytes: [...sizesBytes] };
}

/** A suite that starts threads of its own stays free. */
export function placedPart(suite: SuiteInfo, placement: Placement): SuiteInfo {
  return suite.placement === 'free' ? suite : { ...suite, placement };
}
