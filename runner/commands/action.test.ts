import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';
import { skipUnlessAll } from '../testing/slow.ts';

/** The steps of action.yml, in a repository of someone else. */

const run = promisify(execFile);
const MODULE = 'src/own-transport.ts';
const PULL_REQUEST = 12;

let folder: string;
let repository: string;
test.beforeEach(async () => {
  skipUnlessAll();
  test.skip(process.platform === 'win32', 'the steps are shell scripts');
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  repository = join(folder, 'repository');
  await mkdir(join(repository, 'src'), { recursive: true });
});
test.afterEach(async () => {
  if (folder) await rm(folder, { recursive: true });
});

function git(...args: readonly string[]): string {
  const author = ['-c', 'user.name=a test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...author, ...args], { cwd: repository, encoding: 'utf8' }).trim();
}

async function commit(text: string): Promise<string> {
  await writeFile(join(repository, MODULE), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A version');
  return git('rev-parse', 'HEAD');
}

test('the action finds a slower version, and comments on the pull request', async () => {
  test.setTimeout(400_000);
  git('init', '--quiet', '--initial-branch', 'main');
  const text = await readFile(join(ROOT, 'suites/examples/in-your-project/own-transport.ts'), 'utf8');
  await commit(text);
  git('switch', '--quiet', '--create', 'slower');
  const wait = 'const until = performance.now() + 0.2;\n      while (performance.now() < until);\n      ';
  const head = await commit(text.replace('const { words } = data', `${wait}const { words } = data`));

  const comparison = join(folder, 'comparison.json');
  const summary = join(folder, 'summary.md');
  const compare = run(join(ROOT, '.github/action/compare.sh'), {
    cwd: repository,
    env: {
      ...process.env,
      GITHUB_ACTION_PATH: ROOT,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: folder,
      ...{ MODULE, ENGINE: 'node', SIZE: '1KiB', PREPARE: 'touch prepared', BASE: 'main', HEAD: 'HEAD' },
      COMPARISON: comparison,
    },
  });
  await expect(compare).rejects.toMatchObject({ code: 1 });
  expect(await readFile(summary, 'utf8')).toContain('regressed');
  expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  expect(git('status', '--porcelain')).toBe('');

  const tools = join(folder, 'tools');
  await mkdir(tools);
  const pulls = JSON.stringify([
    { number: 7, head: { sha: 'other' } },
    { number: PULL_REQUEST, head: { sha: head } },
  ]);
  // Answers with the pull requests or the comments, and otherwise prints what it is asked and the comment.
  const gh = [
    '#!/bin/sh',
    'case "$*" in',
    `  *PATCH*) echo "$@"; for last in "$@"; do case "$last" in body=@*) cat "\${last#body=@}";; esac; done;;`,
    `  *issues/${PULL_REQUEST}/comments) printf '%s' "$COMMENTS";;`,
    `  api*) echo '${pulls}';;`,
    '  *) echo "$@"; while [ "$1" != --body-file ]; do shift; done; cat "$2";;',
    'esac',
  ];
  await writeFile(join(tools, 'gh'), `${gh.join('\n')}\n`, { mode: 0o755 });
  const comment = async (comments: readonly object[], file = comparison) => {
    const { stdout } = await run(join(ROOT, '.github/action/comment.sh'), {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${tools}:${process.env['PATH']}`,
        ...{
          SUITE: ROOT,
          NAME: 'a comparison',
          COMPARISON: file,
          REPOSITORY: 'owner/name',
          OWNER: 'owner',
          BRANCH: 'slower',
          HEAD: head,
          COMMENTS: JSON.stringify(comments),
        },
      },
    });
    return stdout;
  };
  const marker = '<!-- clone-transfer-share: a comparison -->';
  // What another workflow or a person wrote is left alone.
  const others = [
    { id: 1, user: { type: 'Bot' }, body: 'Coverage' },
    { id: 2, user: { type: 'User' }, body: marker },
  ];
  const first = await comment(others);
  expect(first).toContain(`pr comment ${PULL_REQUEST} --repo owner/name`);
  expect(first).toContain(`\n${marker}\n`);
  expect(first).toContain('regressed');
  expect(first).toContain(`The commit of the pull request: ${head}.`);
  const earlier = { id: 3, user: { type: 'Bot' }, body: `${marker}\nEarlier` };
  const again = await comment([...others, earlier]);
  expect(again).toContain('api --method PATCH repos/owner/name/issues/comments/3');
  expect(again).toContain('regressed');
  // A comment on an earlier commit would be taken for this one's.
  const none = join(folder, 'none.json');
  const replaced = await comment([...others, earlier], none);
  expect(replaced).toContain('api --method PATCH repos/owner/name/issues/comments/3');
  expect(replaced).toContain(`There is no comparison of commit ${head}.`);
  expect(await comment(others, none)).toBe('');
  expect(await readdir(folder)).not.toContain('clone-transfer-share');
});
