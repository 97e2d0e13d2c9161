import type { SuiteInfo, TransportInfo } from '../../results/schema/run.ts';
import { SIZES_BYTES } from '../../results/schema/sizes.ts';
import type { Suite } from '../suite.ts';
import { controlsOf, type Transport } from '../transport.ts';

/** What a run must know of a transport before a page measures it. */
export type Terms = Pick<
  Transport,
  'title' | 'needs' | 'copies' | 'controls' | 'sizesBytes' | 'candidate' | 'followedTo'
>;

/** A transport or a control as it was found: its name, and the part that it plays. */
export interface NamedTransport<Known extends Terms = Terms> {
  readonly name: string;
  readonly role: TransportInfo['role'];
  readonly transport: Known;
}

/** A suite with its transports, and every size that it has. @param files What there is of `methods: 'files'`. */
export function describeSuite(suite: Suite, files: readonly NamedTransport[]): SuiteInfo {
  const { methods, measuredBy: _, anySizeUpToBytes: __, sharesLaunches: ___, ...info } = suite;
  const found =
    methods === 'files'
      ? inOrder(files)
      : [...named(methods.transports, 'transport'), ...named(methods.controls, 'control')];
  return {
    ...info,
    workers: suite.workers ?? 1,
    sizesBytes: [...(suite.sizesBytes ?? SIZES_BYTES)],
    parameter: suite.parameter && { ...suite.parameter, values: [...suite.parameter.values] },
    transports: described(found),
  };
}

const ROLES = ['transport', 'control', 'twin'] as const satisfies TransportInfo['role'][];

/** Transports, what asks nothing of the engine first; then controls, then twins. */
function inOrder(files: readonly NamedTransport[]): NamedTransport[] {
  return [...files].sort(
    (a, b) =>
      ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
      a.transport.needs.length - b.transport.needs.length ||
      a.name.localeCompare(b.name),
  );
}

function named(methods: Readonly<Record<string, Transport>>, role: TransportInfo['role']): NamedTransport[] {
  return Object.entries(methods).map(([name, transport]) => ({ name, role, transport }));
}

function described(found: readonly NamedTransport[]): TransportInfo[] {
  const controls = found.filter(({ role }) => role === 'control').map(({ name }) => name);
  return found.map(({ name, role, transport }) => ({
    name,
    role,
    title: transport.title,
    copies: transport.copies,
    controls: role === 'control' ? [] : controlsOf(transport).filter((control) => controls.includes(control)),
    sizesBytes: transport.sizesBytes ? [...transport.sizesBytes] : null,
    candidate: role === 'transport' ? candidateOf(transport) : null,
    followedTo: role === 'transport' ? [...(transport.followedTo ?? [])] : [],
  }));
}

function candidateOf({ candidate, needs }: Terms): TransportInfo['candidate'] {
  return candidate ? { ...candidate, needsIsolation: needs.includes('shared-memory') } : null;
}
