import { namesAmong } from '../../results/command-line/flags.ts';
import { shownCommand } from '../../results/command-line/installation.mjs';
import { UsageError } from '../../results/command-line/user-error.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { moduleNames } from '../../vite.config.ts';
import type { StartedEngineName } from '../engines/engines.ts';
import { transportNames } from '../serve/discovery.ts';
import { moduleName } from '../serve/user-transports.ts';
import { ENGINE_FORM, type EngineArm, parseEngineArm } from './engine-arm.ts';

/** One side of a comparison, as requested. */
export type Arm =
  | { readonly kind: 'transport'; readonly transport: string }
  | { readonly kind: 'module'; readonly path: string; readonly transport: string }
  | { readonly kind: 'ref'; readonly ref: string }
  | EngineArm;

/** The forms of an arm, as shown in the help. */
export const ARM_FORMS = `transport=NAME, module=./a-transport.ts, ref=GIT-REF, or ${ENGINE_FORM}`;

/** Two arms that can be compared, by how they alternate. */
export type Arms =
  | { readonly kind: 'transports'; readonly base: InPage; readonly head: InPage }
  | { readonly kind: 'refs'; readonly base: ArmOf<'ref'>; readonly head: ArmOf<'ref'> }
  | {
      readonly kind: 'engines';
      readonly engine: StartedEngineName;
      readonly base: EngineArm;
      readonly head: EngineArm;
    };
type ArmOf<Kind extends Arm['kind']> = Extract<Arm, { kind: Kind }>;
type InPage = ArmOf<'transport' | 'module'>;

/**
 * Parses both arms. The names of transports are checked later, because the arms' own modules add transports.
 * @throws {UsageError} if a text is not an arm, or the two arms cannot be compared with each other.
 */
export function parseArms(baseText: string, headText: string): Arms {
  const [base, head] = [parseArm('base', baseText), parseArm('head', headText)];
  const both = `--base ${baseText} and --head ${headText}`;
  if (isInPage(base) && isInPage(head)) {
    const arms = named({ base, head });
    // In one page they would be one transport, whose samples would be compared with themselves.
    if (arms.base.transport === arms.head.transport) {
      throw new UsageError(
        base.kind === head.kind
          ? `${both}: both are the same transport; to compare one with itself, copy its module`
          : `${both}: both are named ${arms.head.transport}; rename the module`,
      );
    }
    return { kind: 'transports', ...arms };
  }
  if (base.kind === 'ref' && head.kind === 'ref') return { kind: 'refs', base, head };
  if (base.kind === 'engine' && head.kind === 'engine') {
    if (base.engine === head.engine) return { kind: 'engines', engine: base.engine, base, head };
    throw new UsageError(
      `${both}: only builds and settings of one engine can be compared; to compare engines: ${shownCommand('bench')}`,
    );
  }
  throw new UsageError(
    `${both}: compare transports or modules with each other, two refs, or two builds or settings of one engine`,
  );
}

/** Gives both modules names of their own, as two versions of a module have the same file name. */
function named({ base, head }: Readonly<Record<'base' | 'head', InPage>>): Record<'base' | 'head', InPage> {
  const paths = modulesOf({ base, head });
  const names = moduleNames(paths);
  const of = (arm: InPage): InPage =>
    arm.kind === 'module' ? { ...arm, transport: names[paths.indexOf(arm.path)] ?? arm.transport } : arm;
  return { base: of(base), head: of(head) };
}

function isInPage(arm: Arm): arm is InPage {
  return arm.kind === 'transport' || arm.kind === 'module';
}

function parseArm(flag: 'base' | 'head', text: string): Arm {
  const at = text.indexOf('=');
  const [kind, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  if (value !== '') {
    switch (kind) {
      case 'transport':
        return { kind, transport: value };
      case 'module':
        return { kind, path: value, transport: moduleName(value) };
      case 'ref':
        return { kind, ref: value };
      case 'engine':
        return parseEngineArm(flag, value);
    }
  }
  throw new UsageError(`--${flag}: '${text}' is not an arm: ${ARM_FORMS}`);
}

/**
 * @param suites All suites, with the arms' own modules.
 * @throws {UsageError} if an arm's transport is not one of the chosen suite.
 */
export function checkTransports(arms: Arms, suite: string, suites: readonly SuiteInfo[]): void {
  if (arms.kind !== 'transports') return;
  const transports = transportNames(suites.filter(({ name }) => name === suite));
  for (const flag of ['base', 'head'] as const) {
    const { kind, transport } = arms[flag];
    if (transports.includes(transport)) continue;
    if (kind === 'transport') namesAmong(transports, [transport], `--${flag}`);
    const others = suites.filter((one) => transportNames([one]).includes(transport)).map(({ name }) => name);
    throw new UsageError(
      `--${flag}: the suite ${suite} takes no modules; these do: --suite ${others.join(' or ')}`,
    );
  }
}

/** The user's modules among the arms, each once. */
export function modulesOf({ base, head }: Readonly<Record<'base' | 'head', Arm>>): string[] {
  return [...new Set([base, head].flatMap((arm) => (arm.kind === 'module' ? [arm.path] : [])))];
}
