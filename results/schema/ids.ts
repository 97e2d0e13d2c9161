import type { CellKey, EngineName, LaunchKey } from './keys.ts';
import type { SuiteInfo, TransportInfo } from './run.ts';

/** What identifies a cell, a launch, a pass and a claim's answer within a run, as a text. Apart from the schemas, so that a page that only reads loads no zod. */

export function cellId({ engine, suite, transport, parameter, sizeBytes }: CellKey): string {
  return `${engine}/${suite}/${transport}/${parameter ?? ''}/${sizeBytes}`;
}

export function launchId({ engine, suite, launch }: LaunchKey): string {
  return `${engine}/${suite}/${launch}`;
}

/** The pass that watches collections and memory runs once per engine and suite. */
export function passId({ engine, suite }: Pick<LaunchKey, 'engine' | 'suite'>): string {
  return `${engine}/${suite}`;
}

export function claimId({ engine, id }: { readonly engine: EngineName; readonly id: string }): string {
  return `${engine}/${id}`;
}

type Parameter = NonNullable<SuiteInfo['parameter']>;

/** Whether controls are measured with each value of a parameter: several messages at once are compared with as many empty ones. */
const CONTROLS_VARY: Readonly<Record<Parameter['kind'], boolean>> = {
  count: false,
  rate: false,
  'in flight': true,
};

/** Whether a cell has its round trips at a given rate. Its time is how late they are, and not what one takes. */
export function isPaced(
  { parameter }: Pick<SuiteInfo, 'parameter'>,
  cell: Pick<CellKey, 'parameter'>,
): boolean {
  return parameter?.kind === 'rate' && cell.parameter !== null;
}

/** The values of a suite's parameter with which a transport or control is measured; `[null]` if it does not depend on it. */
export function valuesFor(
  { parameter }: Pick<SuiteInfo, 'parameter'>,
  role: TransportInfo['role'],
): readonly (number | null)[] {
  if (parameter === null) return [null];
  return role === 'transport' || (role === 'control' && CONTROLS_VARY[parameter.kind])
    ? parameter.values
    : [null];
}
