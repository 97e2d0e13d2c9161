import { UsageError } from '../../results/command-line/user-error.ts';
import type { Run } from '../../results/schema/run.ts';
import type { StartSettings } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';

/** An engine as one side of a comparison: another build, other settings, or pages that are not isolated. */
export interface EngineArm {
  readonly kind: 'engine';
  readonly engine: StartedEngineName;
  /** `null`: the build that is found. */
  readonly executable: string | null;
  readonly added: StartSettings;
  readonly isolation: Run['isolation'];
}

/** What can follow an engine's name, each after a comma. */
const PARTS = {
  executable: 'executable=PATH',
  flags: 'flags=FLAG',
  env: 'env=NAME=VALUE',
  isolation: 'isolation=off',
} as const;
type Part = keyof typeof PARTS;
const PART_FORMS = Object.values(PARTS).join(', ');
/** A comma inside of a value stays in the value, because only a comma before the name of a part ends a value. */
const BETWEEN_PARTS = new RegExp(`,(?=(?:${Object.keys(PARTS).join('|')})=)`);

export const ENGINE_FORM = `engine=NAME,${PARTS.executable},${PARTS.flags},${PARTS.env},${PARTS.isolation}`;

/** How to write it, for the help. */
export const ENGINE_FORM_NOTE = [
  "After an engine's name, each of its parts may be left out, and flags= and env= may be given several times, once for each flag and",
  'variable: engine=chromium,flags=--js-flags=--no-opt,flags=--disable-gpu. A value may contain = and commas: only the name of a',
  `part after a comma (${Object.keys(PARTS)
    .map((part) => `,${part}=`)
    .join(' ')}) ends it.`,
];

/** @throws {UsageError} that names the part that is wrong, and what is allowed. */
export function parseEngineArm(flag: 'base' | 'head', text: string): EngineArm {
  const comma = text.indexOf(',');
  const name = comma < 0 ? text : text.slice(0, comma);
  const engine = STARTED_ENGINE_NAMES.find((one) => one === name);
  if (!engine) throw new UsageError(`--${flag}: '${name}' is not one of ${STARTED_ENGINE_NAMES.join(', ')}`);

  const parts = comma < 0 ? [] : text.slice(comma + 1).split(BETWEEN_PARTS);
  const found: Record<Part, string[]> = { executable: [], flags: [], env: [], isolation: [] };
  for (const part of parts) {
    const key = (Object.keys(PARTS) as Part[]).find((one) => part.startsWith(`${one}=`));
    const value = key && part.slice(key.length + 1);
    if (!key || !value) {
      throw new UsageError(`--${flag}: expected ${PART_FORMS} after the engine's name, found '${part}'`);
    }
    found[key].push(value);
  }
  return {
    kind: 'engine',
    engine,
    executable: executableOf(flag, engine, found.executable),
    added: { flags: flagsOf(flag, found.flags), environment: environmentOf(flag, found.env) },
    isolation: isolationOf(flag, engine, found.isolation),
  };
}

function executableOf(flag: string, engine: StartedEngineName, paths: readonly string[]): string | null {
  const [executable = null, ...others] = paths;
  if (others.length > 0) throw new UsageError(`--${flag}: executable= is given twice`);
  if (executable !== null && !ENGINES[engine].at) {
    throw new UsageError(`--${flag}: ${engine} cannot be started from another path`);
  }
  return executable;
}

function flagsOf(flag: string, flags: readonly string[]): readonly string[] {
  const wrong = flags.find((one) => !one.startsWith('-'));
  if (wrong === undefined) return flags;
  throw new UsageError(
    `--${flag}: flags=${wrong}: a flag starts with a dash; write flags= before each flag, as in flags=--a,flags=--b`,
  );
}

function environmentOf(flag: string, variables: readonly string[]): Readonly<Record<string, string>> {
  const environment = new Map<string, string>();
  for (const variable of variables) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(variable) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--${flag}: env=${variable}: expected ${PARTS.env}`);
    }
    if (environment.has(name)) throw new UsageError(`--${flag}: env=${name} is given twice`);
    environment.set(name, value);
  }
  return Object.fromEntries(environment);
}

function isolationOf(
  flag: string,
  engine: StartedEngineName,
  [isolation = 'on', ...others]: readonly string[],
): Run['isolation'] {
  if (others.length > 0) throw new UsageError(`--${flag}: isolation= is given twice`);
  if (isolation !== 'on' && isolation !== 'off')
    throw new UsageError(`--${flag}: isolation=${isolation}: expected on or off`);
  const hasPages = typeof ENGINES[engine].install === 'object';
  if (isolation === 'off' && !hasPages)
    throw new UsageError(`--${flag}: ${engine} has no pages that could be isolated or not`);
  return isolation;
}

/** What is the arm's own; empty if there is nothing. */
export function describeSettings({ added, isolation }: Pick<EngineArm, 'added' | 'isolation'>): string {
  const variables = Object.entries(added.environment).map((variable) => variable.join('='));
  return [...added.flags, ...variables, ...(isolation === 'off' ? [PARTS.isolation] : [])].join(' ');
}
