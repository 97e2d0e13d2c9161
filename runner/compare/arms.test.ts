import { expect, test } from 'playwright/test';
import { checkTransports, modulesOf, parseArms } from './arms.ts';

const TRANSPORTS = ['clone', 'share'];
function parse(base: string, head: string) {
  const arms = parseArms(base, head);
  checkTransports(arms, TRANSPORTS);
  return arms;
}

test('each kind of arm is parsed', () => {
  expect(parse('transport=clone', 'module=./own/fast.ts')).toEqual({
    base: { kind: 'transport', transport: 'clone' },
    head: { kind: 'module', path: './own/fast.ts', transport: 'fast' },
  });
  expect(parse('ref=main', 'ref=HEAD~1')).toEqual({
    base: { kind: 'ref', ref: 'main' },
    head: { kind: 'ref', ref: 'HEAD~1' },
  });
  expect(parse('engine=chromium', 'engine=chromium,executable=/opt/a=b/chrome')).toEqual({
    base: { kind: 'engine', engine: 'chromium', executable: null },
    head: { kind: 'engine', engine: 'chromium', executable: '/opt/a=b/chrome' },
  });
});

for (const [base, head, words] of [
  ['clone', 'transport=share', "--base: 'clone' is not an arm"],
  ['transport=', 'transport=share', "--base: 'transport=' is not an arm"],
  ['transport=clone', 'transport=copy', "--head: 'copy' is not one of clone, share"],
  ['transport=clone', 'ref=main', 'compare transports or modules with each other, two refs, or two builds'],
  ['engine=chromium', 'engine=firefox', 'only builds of one engine can be compared'],
  ['engine=opera', 'engine=opera', "--base: 'opera' is not one of chromium"],
  ['engine=node,path=/x', 'engine=node', "expected executable=PATH after the engine's name, found 'path=/x'"],
  ['engine=webkit,executable=/x', 'engine=webkit', 'webkit cannot be started from another path'],
] as const) {
  test(`--base ${base} --head ${head} is a usage error`, () => {
    expect(() => parse(base, head)).toThrow(words);
  });
}

test('a module in both arms is listed once', () => {
  const { base, head } = parse('module=./a.ts', 'module=./a.ts');
  expect(modulesOf([base, head])).toEqual(['./a.ts']);
});
