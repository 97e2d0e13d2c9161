import { parseArgs } from 'node:util';
import type { Flag, Flags, FlagValues } from './flags.ts';
import { shownCommand } from './installation.mjs';
import { UsageError, UserError } from './user-error.ts';

/** The parsed arguments of a command. */
export interface Asked<Table extends Flags> {
  readonly flags: FlagValues<Table>;
  /** The arguments that are not flags, in the given order. */
  readonly arguments: readonly string[];
  /** The given flags, in the form that another command accepts: `--size=1KiB`. */
  readonly given: ReadonlyMap<keyof Table, string>;
}

/** The arguments that a command takes besides its flags. */
interface Arguments {
  /** Their form in the help: `FILE…`, `[FILE] [DIR]`. */
  readonly shown: string;
  readonly help: string;
  readonly least: number;
  readonly most: number;
}

interface Definition<Table extends Flags> {
  /** The name of the npm script, and of the package's command. */
  readonly name: string;
  /** What the command does, in one sentence. */
  readonly does: string;
  /** The flags by their camel-case names: `noInstall` is `--no-install`. */
  readonly flags: Table;
  readonly arguments?: Arguments;
  /** @returns The exit code. */
  run(asked: Asked<Table>): Promise<number>;
}

/** A command, exported from its file and run by bootstrap.mjs. */
export interface Command {
  readonly name: string;
  readonly help: string;
  /** @throws {UserError} */
  run(args: readonly string[]): Promise<number>;
}

const NO_ARGUMENTS: Arguments = { shown: '', help: '', least: 0, most: 0 };
const HELP = '--help';

export function defineCommand<const Table extends Flags>(definition: Definition<Table>): Command {
  const { name } = definition;
  const help = helpOf(definition);
  return {
    name,
    help,
    async run(args) {
      if (!args.includes(HELP)) return definition.run(parse(definition, args));
      console.log(help);
      return 0;
    },
  };
}

/**
 * Runs a command. An error that the user can fix is printed without a stack trace.
 * @returns The exit code: 2 for wrong use, 1 for a problem with a file or the machine.
 */
export async function runCommand(command: Pick<Command, 'run'>, args: readonly string[]): Promise<number> {
  try {
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** @throws {UsageError} with the flag or the argument, and what is allowed. */
export function parse<const Table extends Flags>(
  { name, flags, arguments: allowed = NO_ARGUMENTS }: Pick<Definition<Table>, 'name' | 'flags' | 'arguments'>,
  args: readonly string[],
): Asked<Table> {
  const byShown = new Map(Object.keys(flags).map((key) => [shownFlag(key), key]));
  const values: Record<string, unknown> = {};
  const texts = new Map<string, string>();
  const given = new Map<keyof Table, string>();
  const words: string[] = [];
  for (const token of tokensOf(flags, args)) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    // parseArgs reads `-seed` as five flags of one letter.
    const shown = token.rawName.startsWith('--') ? token.rawName : (args[token.index] ?? token.rawName);
    const key = byShown.get(shown);
    const flag = key === undefined ? undefined : flags[key];
    if (key === undefined || flag === undefined) {
      throw new UsageError(
        `unknown flag ${shown}: the flags of ${shownCommand(name)} are ${[...byShown.keys(), HELP].join(', ')}`,
      );
    }
    const text = textOf(flag, token);
    const before = texts.get(key);
    if (before !== undefined && before !== text) {
      throw new UsageError(`${shown}: given twice, as '${before}' and as '${text}'`);
    }
    texts.set(key, text);
    values[key] = flag.read(text, shown);
    given.set(key, flag.value === null ? shown : `${shown}=${text}`);
  }
  checkCount(name, words, allowed);
  for (const [shown, key] of byShown) if (!texts.has(key)) values[key] = flags[key]?.absent(shown);
  return { flags: values as FlagValues<Table>, arguments: words, given };
}

type Token = NonNullable<ReturnType<typeof tokensOf>>[number];

/** Not strict, because Node's own messages name neither the command nor what is allowed. */
function tokensOf(flags: Flags, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([key, { value }]) => [
      shownFlag(key).slice(2),
      { type: value === null ? 'boolean' : 'string' } as const,
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

/** @throws {UsageError} if a flag without a value has one, or if a value is missing. */
function textOf({ value, help }: Flag<unknown>, token: Extract<Token, { kind: 'option' }>): string {
  const { rawName, value: text, inlineValue } = token;
  if (value === null) {
    if (text === undefined) return '';
    throw new UsageError(`${rawName} takes no value, but '${text}' was given`);
  }
  // parseArgs reads a flag after a flag as the value of the first. A single dash may begin a value, such as -1.
  if (text && (inlineValue || !text.startsWith('--'))) return text;
  throw new UsageError(`${rawName}: the value is missing: ${rawName} ${value}: ${help}`);
}

function checkCount(name: string, words: readonly string[], { shown, least, most }: Arguments): void {
  const superfluous = words[most];
  if (superfluous !== undefined) {
    const allowed = most === 0 ? 'no arguments, only flags' : `no more than ${shown}`;
    throw new UsageError(`'${superfluous}': ${shownCommand(name)} takes ${allowed}`);
  }
  if (words.length < least) throw new UsageError(`${shown} is missing: ${shownCommand(name, shown)}`);
}

function helpOf({
  name,
  does,
  flags,
  arguments: allowed,
}: Pick<Definition<Flags>, 'name' | 'does' | 'flags' | 'arguments'>): string {
  const lines = Object.entries(flags).map(([key, { value, help, otherwise }]) =>
    line(
      value === null ? shownFlag(key) : `${shownFlag(key)} ${value}`,
      help,
      otherwise === 'required' ? ' (required)' : otherwise === null ? '' : ` (default: ${otherwise})`,
    ),
  );
  const own = allowed ? [line(allowed.shown, allowed.help)] : [];
  const usage = shownCommand(name, ...(allowed ? [allowed.shown] : []), '[flags]');
  return [usage, '', does, '', ...own, ...lines, line(HELP, 'print this text')].join('\n');
}

function line(left: string, help: string, rest = ''): string {
  return `  ${left}  `.padEnd(24) + help + rest;
}

/** `noInstall` → `--no-install` */
function shownFlag(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
