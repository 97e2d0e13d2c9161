import { namesAmong } from '../../results/command-line/flags.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { moduleName } from '../serve/user-transports.ts';

/** One side of a comparison, as requested. */
export type Arm =
  | { readonly kind: 'transport'; readonly transport: string }
  | { readonly kind: 'module'; readonly path: string; readonly transport: string }
  | { readonly kind: 'ref'; readonly ref: string }
  | { readonly kind: 'engine'; readonly engine: StartedEngineName; readonly executable: string | null };

/** The forms of an arm, as shown in the help. */
export const ARM_FORMS =
  'transport=NAME, module=./a-transport.ts, ref=GIT-REF, or engine=NAME,executable=PATH';

/**
 * Parses both arms. The names of transports are checked later, because the arms' own modules add transports.
 * @throws {UsageError} if a text is not an arm, or the two arms cannot be compared with each other.
 */
export function parseArms(base: string, head: string): { base: Arm; head: Arm } {
  const arms = { base: parseArm('base', base), head: parseArm('head', head) };
  if (groupOf(arms.base) !== groupOf(arms.head)) {
    throw new UsageError(
      `--base ${base} and --head ${head}: compare transports or modules with each other, two refs, or two builds of one engine`,
    );
  }
  if (arms.base.kind === 'engine' && arms.head.kind === 'engine' && arms.base.engine !== arms.head.engine) {
    throw new UsageError(
      `--base ${base} and --head ${head}: only builds of one engine can be compared; to compare engines: npm run bench`,
    );
  }
  return arms;
}

/** Arms of the same group can be compared with each other. */
function groupOf({ kind }: Arm): 'transports' | 'refs' | 'engines' {
  return ({ transport: 'transports', module: 'transports', ref: 'refs', engine: 'engines' } as const)[kind];
}

/** @throws {UsageError} if an arm names an unknown transport. */
export function checkTransports(arms: { base: Arm; head: Arm }, transports: readonly string[]): void {
  for (const flag of ['base', 'head'] as const) {
    const arm = arms[flag];
    if (arm.kind === 'transport') namesAmong(transports, [arm.transport], `--${flag}`);
  }
}

function parseArm(flag: 'base' | 'head', text: string): Arm {
  const [kind, value] = splitOnce(text, '=');
  if (!value) throw new UsageError(`--${flag}: '${text}' is not an arm: ${ARM_FORMS}`);
  switch (kind) {
    case 'transport':
      return { kind, transport: value };
    case 'module':
      return { kind, path: value, transport: moduleName(value) };
    case 'ref':
      return { kind, ref: value };
    case 'engine':
      return parseEngine(flag, value);
    default:
      throw new UsageError(`--${flag}: '${text}' is not an arm: ${ARM_FORMS}`);
  }
}

function parseEngine(flag: string, text: string): Arm {
  const [name = '', rest] = splitOnce(text, ',');
  const engine = STARTED_ENGINE_NAMES.find((one) => one === name);
  if (!engine) throw new UsageError(`--${flag}: '${name}' is not one of ${STARTED_ENGINE_NAMES.join(', ')}`);
  if (rest === undefined) return { kind: 'engine', engine, executable: null };
  const [key, executable] = splitOnce(rest, '=');
  if (key !== 'executable' || !executable) {
    throw new UsageError(`--${flag}: expected executable=PATH after the engine's name, found '${rest}'`);
  }
  if (!ENGINES[engine].at) throw new UsageError(`--${flag}: ${engine} cannot be started from another path`);
  return { kind: 'engine', engine, executable };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The user's modules among the arms, each once. */
export function modulesOf(arms: readonly Arm[]): string[] {
  return [...new Set(arms.flatMap((arm) => (arm.kind === 'module' ? [arm.path] : [])))];
}
