import { resolve } from 'node:path';
import { UsageError } from './user-error.ts';

/** A flag of a command: its help, and how its value is read. */
export interface Flag<Value> {
  /** The value in the help. `null`: the flag has no value, and is `true` if it is given. */
  readonly value: string | null;
  readonly help: string;
  /** The default in the help. `null`: the help shows none. */
  readonly otherwise: string | null;
  /**
   * The value if the flag is not given.
   * @param shown The flag as the user writes it: `--engine`.
   * @throws {UsageError} if the flag is required.
   */
  absent(shown: string): Value;
  /** @throws {UsageError} with the flag, the text and what is allowed. */
  read(text: string, shown: string): Value;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values of a table of flags. */
export type FlagValues<Table extends Flags> = {
  readonly [Name in keyof Table]: Table[Name] extends Flag<infer Value> ? Value : never;
};

interface Described {
  readonly value: string;
  readonly help: string;
}
/** Without a default the value is `null`, and `otherwise` describes what happens. */
type Optional = Described & { readonly otherwise?: string };
/** `otherwise` is the default in the help, if that is not the value itself. */
type Defaulted<Value> = Optional & { readonly default: Value | (() => Value) };

/** A flag without a value. */
export function toggle({ help }: { readonly help: string }): Flag<boolean> {
  return { value: null, help, otherwise: null, absent: () => false, read: () => true };
}

export function text(about: Defaulted<string>): Flag<string>;
export function text(about: Optional): Flag<string | null>;
export function text(about: Defaulted<string> | Optional): Flag<string | null> {
  return flag(about, (given) => given);
}

/** A file or a folder, as an absolute path. The default is absolute, too. */
export function path(about: Defaulted<string>): Flag<string>;
export function path(about: Optional): Flag<string | null>;
export function path(about: Defaulted<string> | Optional): Flag<string | null> {
  return flag(about, (given) => resolve(given));
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** A whole number. */
export function integer(about: Defaulted<number> & Range): Flag<number>;
export function integer(about: Optional & Range): Flag<number | null>;
export function integer(about: (Defaulted<number> | Optional) & Range): Flag<number | null> {
  const { least, most } = about;
  return flag(about, (given, shown) => {
    const number = Number(given);
    if (/^\d+$/.test(given) && number >= least && number <= most) return number;
    throw new UsageError(`${shown}: '${given}' is not a whole number from ${least} to ${most}`);
  });
}

interface Choice<Name extends string> {
  readonly allowed: readonly Name[];
}

export function oneOf<Name extends string>(about: Defaulted<Name> & Choice<Name>): Flag<Name>;
export function oneOf<Name extends string>(about: Optional & Choice<Name>): Flag<Name | null>;
export function oneOf<Name extends string>(
  about: (Defaulted<Name> | Optional) & Choice<Name>,
): Flag<Name | null> {
  return flag(about, (given, shown) => nameAmong(about.allowed, given, shown));
}

/** Comma-separated names, each given once, in the order of `allowed`. */
export function names<Name extends string>(about: Optional & Choice<Name>): Flag<readonly Name[] | null> {
  return flag(about, (given, shown) => namesAmong(about.allowed, itemsOf(given, shown), shown));
}

/** Comma-separated texts, each given once. */
export function list(about: Optional): Flag<readonly string[] | null> {
  return flag(about, itemsOf);
}

/** The items of a comma-separated list. @throws {UsageError} if one is given twice, which may be a slip for another. */
export function itemsOf(given: string, shown: string): string[] {
  const items = given.split(',');
  const twice = items.find((item, at) => items.indexOf(item) < at);
  if (twice === undefined) return items;
  throw new UsageError(`${shown}: '${twice}' is given twice in '${given}'`);
}

/** Makes a flag required. */
export function required<Value>(optional: Flag<Value>): Flag<NonNullable<Value>> {
  return {
    ...optional,
    otherwise: 'required',
    absent: (shown) => {
      throw new UsageError(`${shown} is missing: ${shown} ${optional.value}: ${optional.help}`);
    },
    read: (given, shown) => optional.read(given, shown) as NonNullable<Value>,
  };
}

/** For a flag whose allowed values are not known while the flags are parsed. @throws {UsageError} */
export function namesAmong<Name extends string>(
  allowed: readonly Name[],
  asked: readonly string[],
  shown: string,
): Name[] {
  const found = new Set(asked.map((name) => nameAmong(allowed, name, shown)));
  return allowed.filter((name) => found.has(name));
}

function nameAmong<Name extends string>(allowed: readonly Name[], asked: string, shown: string): Name {
  const name = allowed.find((one) => one === asked);
  if (name !== undefined) return name;
  throw new UsageError(`${shown}: '${asked}' is not one of ${allowed.join(', ')}`);
}

function flag<Value extends string | number | readonly string[]>(
  about: Defaulted<Value> | Optional,
  read: (given: string, shown: string) => Value,
): Flag<Value | null> {
  const { value, help, otherwise } = about;
  if (!('default' in about)) return { value, help, otherwise: otherwise ?? null, absent: () => null, read };
  const absent = () => (typeof about.default === 'function' ? about.default() : about.default);
  return { value, help, otherwise: otherwise ?? String(about.default), absent, read };
}
