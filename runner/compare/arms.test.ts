import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { exampleResults, exampleTransport } from '../../results/testing/example.ts';
import { checkTransports, parseArms } from './arms.ts';

/** Two suites, of which one takes modules: the example's one. */
function suitesWith(...modules: string[]): SuiteInfo[] {
  return exampleResults().run.suites.flatMap((suite) => [
    { ...suite, transports: [...suite.transports, ...modules.map((name) => exampleTransport(name))] },
    { ...suite, name: 'burst' },
  ]);
}

function parse(base: string, head: string, suite = 'round-trip') {
  const arms = parseArms(base, head);
  checkTransports(arms, suite, suitesWith('fast'));
  return arms;
}

test('each kind of arm is parsed', () => {
  expect(parse('transport=clone', 'module=./own/fast.ts')).toEqual({
    kind: 'transports',
    base: { kind: 'transport', transport: 'clone' },
    head: { kind: 'module', path: './own/fast.ts', transport: 'fast' },
  });
  expect(parse('ref=main', 'ref=HEAD~1')).toEqual({
    kind: 'refs',
    base: { kind: 'ref', ref: 'main' },
    head: { kind: 'ref', ref: 'HEAD~1' },
  });
  expect(parse('engine=chromium', 'engine=chromium,executable=/opt/a=b/chrome')).toEqual({
    kind: 'engines',
    engine: 'chromium',
    base: {
      kind: 'engine',
      engine: 'chromium',
      executable: null,
      added: { flags: [], environment: {} },
      isolation: 'on',
    },
    head: {
      kind: 'engine',
      engine: 'chromium',
      executable: '/opt/a=b/chrome',
      added: { flags: [], environment: {} },
      isolation: 'on',
    },
  });
});

test('an engine has flags and variables of its own, whose values may contain = and commas', () => {
  const head = [
    'engine=chromium',
    'flags=--js-flags=--no-opt,--expose-gc',
    'env=LIST=a=1,b=2',
    'executable=/opt/a,b/chrome',
    'flags=--disable-features=A,B',
    'env=EMPTY=',
  ].join(',');
  expect(parse('engine=chromium', head).head).toEqual({
    kind: 'engine',
    engine: 'chromium',
    executable: '/opt/a,b/chrome',
    added: {
      flags: ['--js-flags=--no-opt,--expose-gc', '--disable-features=A,B'],
      environment: { LIST: 'a=1,b=2', EMPTY: '' },
    },
    isolation: 'on',
  });
});

test('an engine’s pages can be compared with pages that are not isolated', () => {
  const { base, head } = parse('engine=chromium', 'engine=chromium,isolation=off');
  expect([base, head]).toMatchObject([{ isolation: 'on' }, { isolation: 'off' }]);
});

for (const [base, head, words] of [
  ['clone', 'transport=share', "--base: 'clone' is not an arm"],
  ['transport=', 'transport=share', "--base: 'transport=' is not an arm"],
  ['transport=clone', 'transport=copy', "--head: 'copy' is not one of clone, share"],
  ['transport=clone', 'transport=clone', 'both are the same transport'],
  ['module=./fast.ts', 'module=./fast.ts', 'both are the same transport'],
  ['transport=fast', 'module=./fast.ts', 'both are named fast; rename the module'],
  ['transport=clone', 'ref=main', 'compare transports or modules with each other, two refs, or two builds'],
  ['engine=chromium', 'engine=firefox', 'only builds and settings of one engine can be compared'],
  ['engine=opera', 'engine=opera', "--base: 'opera' is not one of chromium"],
  [
    'engine=node,path=/x',
    'engine=node',
    "expected executable=PATH, flags=FLAG, env=NAME=VALUE, isolation=off after the engine's name, found 'path=/x'",
  ],
  [
    'engine=node',
    'engine=node,',
    '--head: expected executable=PATH, flags=FLAG, env=NAME=VALUE, isolation=off',
  ],
  ['engine=node', 'engine=node,flags=', "found 'flags='"],
  ['engine=webkit,executable=/x', 'engine=webkit', 'webkit cannot be started from another path'],
  ['engine=node,executable=/x,executable=/y', 'engine=node', '--base: executable= is given twice'],
  ['engine=node', 'engine=node,flags=no-opt', '--head: flags=no-opt: a flag starts with a dash'],
  ['engine=node', 'engine=node,env=A', '--head: env=A: expected env=NAME=VALUE'],
  ['engine=node', 'engine=node,env=1A=1', '--head: env=1A=1: expected env=NAME=VALUE'],
  ['engine=node', 'engine=node,env=A=1,env=A=2', '--head: env=A is given twice'],
  ['engine=node', 'engine=node,isolation=off', '--head: node has no pages that could be isolated or not'],
  ['engine=firefox', 'engine=firefox,isolation=no', '--head: isolation=no: expected on or off'],
  ['engine=firefox,isolation=on,isolation=off', 'engine=firefox', '--base: isolation= is given twice'],
] as const) {
  test(`--base ${base} --head ${head} is a usage error`, () => {
    expect(() => parse(base, head)).toThrow(words);
  });
}

test('a module in a suite that takes none is a usage error that names those that do', () => {
  expect(() => parse('transport=clone', 'module=./fast.ts', 'burst')).toThrow(
    '--head: the suite burst takes no modules; these do: --suite round-trip',
  );
});

test('two versions of a module are two transports, named after the first folders in which they differ', () => {
  const names = (baseText: string, headText: string) => {
    const { base, head } = parseArms(baseText, headText);
    return [base, head].map((arm) => 'transport' in arm && arm.transport);
  };
  expect(names('module=old/src/fast.ts', 'module=./New/src/fast.ts')).toEqual(['old-fast', 'new-fast']);
  expect(names('module=fast.ts', 'module=own/fast.ts')).toEqual(['fast', 'own-fast']);
  expect(names('module=old/fast.ts', 'module=old/faster.ts')).toEqual(['fast', 'faster']);
});
