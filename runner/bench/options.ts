import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../../results/command-line/command.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { formatSize, parseSize } from '../../results/schema/sizes.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { SUITES } from '../../suites/suites.ts';
import { RESULTS_DIR } from '../checkout/paths.ts';
import { STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { transportNames } from '../serve/discovery.ts';
import { isModulePath, moduleName } from '../serve/user-transports.ts';

/** What the flags of `bench` and `visit` say. */
export interface Options {
  /** The engines asked for by name; `null`: every one that is found. */
  readonly engines: readonly StartedEngineName[] | null;
  readonly profile: Run['profile'];
  /** The suites asked for by name, `claims` among them; `null`: those of the profile. */
  readonly suites: readonly string[] | null;
  /** The transports asked for by name; `null`: all. Controls are measured beside any. */
  readonly transports: readonly string[] | null;
  /** The sizes asked for; `null`: those of the profile. */
  readonly sizesBytes: readonly number[] | null;
  readonly sampling: Run['sampling'];
  readonly seed: number;
  readonly outDir: string;
  readonly host: string;
  /** Where figures are written as JSON, beside what is printed. */
  readonly jsonFile: string | null;
  /** The same, for people to read. */
  readonly markdownFile: string | null;
  readonly allowInconclusive: boolean;
  /** Whether an unfinished run is gone on with, instead of beginning one. */
  readonly resume: boolean;
  /** Whether to wait for another command's end. */
  readonly wait: boolean;
  /** `null`: as many as the command takes by itself. */
  readonly rounds: number | null;
  /** Whether missing packages and engines may be fetched. */
  readonly install: boolean;
}

/** Not a suite, and asked for like one. */
export const CLAIMS = 'claims';

/** Every flag: its value, as shown in the help, and what it does. */
const FLAGS = {
  engine: {
    value: 'a,b',
    help: `engines: ${STARTED_ENGINE_NAMES.join(', ')}; all that are found if not given`,
  },
  suite: { value: 'a,b', help: `suites: ${[...SUITES.map(({ name }) => name), CLAIMS].join(', ')}` },
  transport: {
    value: 'a,b',
    help: 'transports, by the names that the tables have, or ./a-module.ts; controls are measured beside any',
  },
  size: {
    value: 'SIZES',
    help: 'a list (1KiB,64KiB) or a range (1KiB..16MiB) of the sizes that the suites have',
  },
  launches: {
    value: 'N',
    help: 'just so many fresh starts of each engine; else until the figures are narrow',
  },
  quick: { value: null, help: 'three sizes, short blocks: two minutes for six engines' },
  full: {
    value: null,
    help: 'every suite, launches until the figures are within 5%: about 40 minutes for six engines',
  },
  seed: { value: 'N', help: 'fixes the order of sizes and blocks; random if not given' },
  out: { value: 'DIR', help: 'where results go; results/ if not given' },
  host: { value: 'ADDRESS', help: 'the address to listen on; 127.0.0.1 if not given' },
  'no-install': { value: null, help: 'download and install nothing' },
  resume: {
    value: null,
    help: 'goes on with the run that was broken off last, by its plan; --engine and own modules as then',
  },
  wait: { value: null, help: 'waits where another command measures in this checkout' },
  rounds: {
    value: 'N',
    help: 'so many, of 12 comparisons each; 5 if not given, which take near two hours',
  },
  base: {
    value: 'ARM',
    help: 'what the head is held against: transport=NAME, module=./a.ts, ref=GIT-REF or engine=NAME,executable=PATH',
  },
  head: { value: 'ARM', help: 'what is looked at' },
  json: { value: 'FILE', help: 'writes the figures there' },
  markdown: { value: 'FILE', help: 'writes them there for people, as for a comment' },
  'allow-inconclusive': { value: null, help: 'exit code 0 where nothing could be shown, instead of 3' },
  help: { value: null, help: 'this text' },
} as const satisfies Record<string, { value: string | null; help: string }>;
type Flag = keyof typeof FLAGS;

/** The flags that each command takes. */
const COMMANDS = {
  bench: [
    ...([
      'engine',
      'suite',
      'transport',
      'size',
      'launches',
      'quick',
      'full',
      'seed',
      'out',
      'resume',
      'wait',
      'no-install',
    ] as const),
    'help',
  ],
  compare: [
    'base',
    'head',
    'engine',
    'size',
    'seed',
    'json',
    'markdown',
    'allow-inconclusive',
    'wait',
    'no-install',
    'help',
  ],
  plan: ['suite', 'transport', 'size', 'launches', 'quick', 'full', 'seed', 'help'],
  calibrate: ['engine', 'size', 'rounds', 'seed', 'json', 'wait', 'no-install', 'help'],
  'bench:harness': ['engine', 'size', 'json', 'wait', 'no-install', 'help'],
  visit: ['suite', 'transport', 'size', 'quick', 'full', 'seed', 'out', 'host', 'no-install', 'help'],
} as const satisfies Record<string, readonly Flag[]>;
export type Command = keyof typeof COMMANDS;

/** What decides the plan of a run. */
const PLAN_FLAGS = ['suite', 'size', 'launches', 'quick', 'full', 'seed'] as const satisfies readonly Flag[];

/** @throws {UsageError} that names the flag, its value and what is allowed. `null` where help was asked for. */
export function parseOptions(
  command: Command,
  args: readonly string[],
  suites: readonly SuiteInfo[],
): Options | null {
  const values = parseFlags(command, args);
  if (values.help) return null;
  if (values.quick && values.full) throw new UsageError('--quick and --full: one of them at a time');
  const planned = values.resume ? PLAN_FLAGS.find((flag) => values[flag] !== undefined) : undefined;
  if (planned)
    throw new UsageError(
      `--${planned}: a run that is gone on with keeps its plan; leave it out beside --resume`,
    );
  const profile = values.quick ? 'quick' : values.full ? 'full' : 'default';
  return {
    profile,
    engines: values.engine === undefined ? null : parseNames('engine', values.engine, STARTED_ENGINE_NAMES),
    suites:
      values.suite === undefined
        ? null
        : parseNames('suite', values.suite, [...suites.map(({ name }) => name), CLAIMS]),
    transports:
      values.transport === undefined
        ? null
        : parseNames(
            'transport',
            values.transport
              .split(',')
              .map((one) => (isModulePath(one) ? moduleName(one) : one))
              .join(','),
            transportNames(suites),
          ),
    sizesBytes: values.size === undefined ? null : parseSizes(values.size, sizesOf(suites)),
    sampling: parseSampling(values.launches, PROFILES[profile].sampling),
    seed: parseInteger('seed', values.seed, {
      least: 0,
      most: 0xffffffff,
      otherwise: Math.floor(Math.random() * 0x100000000),
    }),
    outDir: values.out === undefined ? RESULTS_DIR : resolve(values.out),
    host: values.host ?? '127.0.0.1',
    jsonFile: values.json === undefined ? null : resolve(values.json),
    markdownFile: values.markdown === undefined ? null : resolve(values.markdown),
    allowInconclusive: values['allow-inconclusive'] ?? false,
    resume: values.resume ?? false,
    wait: values.wait ?? false,
    rounds:
      values.rounds === undefined
        ? null
        : parseInteger('rounds', values.rounds, { least: 1, most: 100, otherwise: 1 }),
    install: !values['no-install'],
  };
}

/** The transports that are asked for by a file of the user's own. */
export function modulesIn(command: Command, args: readonly string[]): string[] {
  return parseFlags(command, args).transport?.split(',').filter(isModulePath) ?? [];
}

/** The arms of a comparison, as they are asked for. */
export function armsIn(args: readonly string[]): { base: string | undefined; head: string | undefined } {
  const { base, head } = parseFlags('compare', args);
  return { base, head };
}

/** What the flags say; where help is asked for it is printed, and there is nothing to do. */
export function optionsOrHelp(
  command: Command,
  does: string,
  args: readonly string[],
  suites: readonly SuiteInfo[],
): Options | null {
  const options = parseOptions(command, args, suites);
  if (!options) console.log(helpText(command, does));
  return options;
}

export function helpText(command: Command, does: string): string {
  const lines = COMMANDS[command].map((flag) => {
    const { value, help } = FLAGS[flag];
    return `  --${flag}${value ? ` ${value}` : ''}`.padEnd(22) + help;
  });
  return `npm run ${command} -- [flags]\n\n${does}\n\n${lines.join('\n')}`;
}

type BooleanFlag = { [F in Flag]: (typeof FLAGS)[F]['value'] extends null ? F : never }[Flag];
type Values = { [F in Flag]?: F extends BooleanFlag ? boolean : string };

function parseFlags(command: Command, args: readonly string[]): Values {
  const flags: readonly Flag[] = COMMANDS[command];
  const options = Object.fromEntries(
    flags.map((flag) => [flag, { type: FLAGS[flag].value === null ? 'boolean' : 'string' } as const]),
  );
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Values;
  } catch (error) {
    const allowed = flags.map((flag) => `--${flag}`).join(' ');
    const [said = ''] = (error as Error).message.split('. To specify');
    throw new UsageError(`${said.replace(/\.$/, '')}\nallowed: ${allowed}`);
  }
}

function parseNames<Name extends string>(flag: Flag, text: string, allowed: readonly Name[]): Name[] {
  const names = new Set<Name>();
  for (const name of text.split(',')) {
    const known = allowed.find((one) => one === name);
    if (known === undefined) throw new UsageError(`--${flag}: '${name}' is not one of ${allowed.join(', ')}`);
    names.add(known);
  }
  return allowed.filter((name) => names.has(name));
}

/** The sizes that can be asked for: those of all suites. */
function sizesOf(suites: readonly SuiteInfo[]): number[] {
  const sizes = new Set(suites.flatMap(({ sizesBytes }) => sizesBytes.filter((sizeBytes) => sizeBytes > 0)));
  return [...sizes].sort((a, b) => a - b);
}

function parseSizes(text: string, allowed: readonly number[]): number[] {
  const [from, to, ...rest] = text.split('..');
  if (from !== undefined && to !== undefined && rest.length === 0) {
    const [least, most] = [parseOneSize(from, allowed), parseOneSize(to, allowed)];
    const sizes = allowed.filter((sizeBytes) => sizeBytes >= least && sizeBytes <= most);
    if (sizes.length === 0)
      throw new UsageError(`--size: '${text}' holds no size; the sizes are ${sizesText(allowed)}`);
    return sizes;
  }
  const sizes = new Set(text.split(',').map((size) => parseOneSize(size, allowed)));
  return allowed.filter((sizeBytes) => sizes.has(sizeBytes));
}

function parseOneSize(text: string, allowed: readonly number[]): number {
  const sizeBytes = parseSize(text);
  if (sizeBytes === undefined || !allowed.includes(sizeBytes)) {
    throw new UsageError(
      `--size: '${text}' is not one of ${sizesText(allowed)}, a list of them, or a range FROM..TO`,
    );
  }
  return sizeBytes;
}

function sizesText(allowed: readonly number[]): string {
  return allowed.map((sizeBytes) => formatSize(sizeBytes, '', 15)).join(', ');
}

/** A number of launches that is asked for is kept, whatever the time. */
function parseSampling(launches: string | undefined, sampling: Run['sampling']): Run['sampling'] {
  if (launches === undefined) return sampling;
  const count = parseInteger('launches', launches, { least: 1, most: 100, otherwise: 1 });
  return { ...sampling, leastLaunches: count, mostLaunches: count };
}

function parseInteger(
  flag: Flag,
  text: string | undefined,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${flag}: '${text}' is not a whole number from ${least} to ${most}`);
  }
  return value;
}
