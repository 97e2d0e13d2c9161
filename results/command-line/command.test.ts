import { resolve } from 'node:path';
import { expect, test } from 'playwright/test';
import { defineCommand, parse, runCommand } from './command.ts';
import { integer, list, names, oneOf, path, required, text, toggle } from './flags.ts';
import { UsageError } from './user-error.ts';

const DEFINITION = {
  name: 'try',
  does: 'Tries.',
  flags: {
    engine: names({ value: 'a,b', allowed: ['node', 'bun'], help: 'engines', otherwise: 'all' }),
    transport: list({ value: 'a,b', help: 'transports' }),
    launches: integer({ value: 'N', least: 1, most: 9, help: 'launches', default: 3 }),
    format: oneOf({ value: 'FORMAT', allowed: ['csv', 'go'], help: 'csv or go', default: 'csv' }),
    out: path({ value: 'DIR', help: 'folder', default: resolve('/results'), otherwise: 'results' }),
    host: text({ value: 'ADDRESS', help: 'address' }),
    noInstall: toggle({ help: 'install nothing' }),
  },
  arguments: { shown: 'FILE [DIR]', help: 'what and where', least: 1, most: 2 },
} as const;
const parsed = (...args: string[]) => parse(DEFINITION, args);

test('a missing flag has its default, or null', () => {
  expect(parsed('a.json').flags).toEqual({
    engine: null,
    transport: null,
    launches: 3,
    format: 'csv',
    out: resolve('/results'),
    host: null,
    noInstall: false,
  });
});

test('each kind of flag is read, anywhere among the arguments', () => {
  const { flags, arguments: words } = parsed(
    '--engine=bun,node',
    'a.json',
    '--transport',
    'x,./y.ts',
    '--launches',
    '9',
    '--no-install',
    '--out',
    'here',
    'dir',
  );
  expect(words).toEqual(['a.json', 'dir']);
  expect(flags).toMatchObject({
    engine: ['node', 'bun'],
    transport: ['x', './y.ts'],
    launches: 9,
    noInstall: true,
    out: resolve('here'),
  });
});

test('the given flags can be passed to another command', () => {
  const { given } = parsed('a.json', '--launches', '9', '--no-install', '--host', 'x');
  expect([...given.values()]).toEqual(['--launches=9', '--no-install', '--host=x']);
  expect(given.has('engine')).toBe(false);
});

const wrong: [string[], string][] = [
  [
    ['--sizes', '1KiB'],
    'unknown flag --sizes: the flags of npm run try are --engine, --transport, --launches',
  ],
  [['-x'], 'unknown flag -x: the flags of npm run try are'],
  [['-launches', '1'], 'unknown flag -launches: the flags of npm run try are'],
  [['a.json', '-1'], 'unknown flag -1: the flags of npm run try are'],
  [['a.json', '--engine'], '--engine: the value is missing: --engine a,b: engines'],
  [['a.json', '--engine='], '--engine: the value is missing'],
  [['a.json', '--engine', '--no-install'], '--engine: the value is missing'],
  [['a.json', '--engine', 'opera'], "--engine: 'opera' is not one of node, bun"],
  [['a.json', '--engine', 'node,'], "--engine: '' is not one of node, bun"],
  [['a.json', '--engine', '-node'], "--engine: '-node' is not one of node, bun"],
  [['a.json', '--engine', 'node,node'], "--engine: 'node' is given twice in 'node,node'"],
  [['a.json', '--transport', './x.ts,y,./x.ts'], "--transport: './x.ts' is given twice in './x.ts,y,./x.ts'"],
  [['a.json', '--format', 'xml'], "--format: 'xml' is not one of csv, go"],
  [['a.json', '--launches', '1e1'], "--launches: '1e1' is not a whole number from 1 to 9"],
  [['a.json', '--launches', '10'], "--launches: '10' is not a whole number from 1 to 9"],
  [['a.json', '--launches', '-1'], "--launches: '-1' is not a whole number from 1 to 9"],
  [['a.json', '--launches=-1'], "--launches: '-1' is not a whole number from 1 to 9"],
  [['a.json', '--no-install=yes'], "--no-install takes no value, but 'yes' was given"],
  [['a.json', '--launches', '1', '--launches=2'], "--launches: given twice, as '1' and as '2'"],
  [[], 'FILE [DIR] is missing: npm run try -- FILE [DIR]'],
  [['a', 'b', 'c'], "'c': npm run try takes no more than FILE [DIR]"],
];
for (const [args, message] of wrong) {
  test(`"${args.join(' ')}" is wrong use`, () => {
    expect(() => parsed(...args)).toThrow(UsageError);
    expect(() => parsed(...args)).toThrow(message);
  });
}

test('a flag can be given twice with the same value', () => {
  expect(parsed('a', '--launches', '2', '--launches=2', '--no-install', '--no-install').flags).toMatchObject({
    launches: 2,
    noInstall: true,
  });
});

test('a value can start with a dash', () => {
  expect(parsed('a.json', '--host', '-x', '--out', '-dir').flags).toMatchObject({
    host: '-x',
    out: resolve('-dir'),
  });
});

test('a missing required flag is an error', () => {
  const flags = { base: required(text({ value: 'ARM', help: 'transport=NAME' })) };
  expect(() => parse({ name: 'try', flags }, [])).toThrow('--base is missing: --base ARM: transport=NAME');
  expect(parse({ name: 'try', flags }, ['--base', 'x']).flags.base).toBe('x');
});

test('a command without arguments rejects arguments', () => {
  expect(() => parse({ name: 'try', flags: {} }, ['node'])).toThrow(
    "'node': npm run try takes no arguments, only flags",
  );
});

test('the help lists the flags with their defaults, and is printed even with wrong arguments', async () => {
  const command = defineCommand({ ...DEFINITION, run: async () => 7 });
  expect(command.help).toBe(
    [
      'npm run try -- FILE [DIR] [flags]',
      '',
      'Tries.',
      '',
      '  FILE [DIR]            what and where',
      '  --engine a,b          engines (default: all)',
      '  --transport a,b       transports',
      '  --launches N          launches (default: 3)',
      '  --format FORMAT       csv or go (default: csv)',
      '  --out DIR             folder (default: results)',
      '  --host ADDRESS        address',
      '  --no-install          install nothing',
      '  --help                print this text',
    ].join('\n'),
  );
  const printed: unknown[] = [];
  const log = console.log;
  console.log = (line) => printed.push(line);
  try {
    expect(await runCommand(command, ['--nothing', '--help'])).toBe(0);
  } finally {
    console.log = log;
  }
  expect(printed).toEqual([command.help]);
  expect(await runCommand(command, ['a.json'])).toBe(7);
});

test('an error that a user cannot fix is thrown', async () => {
  const run = () => Promise.reject(new TypeError('a fault'));
  await expect(runCommand({ run }, [])).rejects.toThrow('a fault');
});
