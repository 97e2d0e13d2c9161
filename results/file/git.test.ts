import { devNull } from 'node:os';
import { expect, test } from 'playwright/test';
import { inEnvironment } from '../testing/environment.ts';
import { askGit, GitError, git } from './git.ts';
import { suiteBuild } from './suite-build.ts';

/** Each is a checkout in which git does nothing. */
const REFUSALS = [
  {
    // Git's own tests use this variable: https://github.com/git/git/blob/v2.39.5/t/t0033-safe-directory.sh. A machine's own settings,
    // such as those of GitHub's runners, may call every folder safe.
    name: 'of another owner',
    environment: {
      GIT_TEST_ASSUME_DIFFERENT_OWNER: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
    },
    words:
      /^git \S+: detected dubious ownership in repository at .*git config --global --add safe\.directory/,
  },
  {
    name: 'that git does not know',
    environment: { GIT_CEILING_DIRECTORIES: '/', GIT_DIR: '/nowhere' },
    words: /^git \S+: not a git repository/,
  },
  {
    name: 'on a machine without git',
    environment: { PATH: '/nowhere' },
    words: /^git is not installed, or not in PATH$/,
  },
];

for (const { name, environment, words } of REFUSALS) {
  test(`a checkout ${name}: git's own words, for a question too, and the run says why it has no commit`, () => {
    inEnvironment(environment, () => {
      for (const run of [git, askGit]) {
        expect(() => run('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')).toThrow(GitError);
        expect(() => run('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')).toThrow(words);
      }
      expect(suiteBuild()).toMatchObject({ commit: null, noCommit: expect.stringMatching(words) });
    });
  });
}

test('no is an answer, and only an answer to a question', () => {
  const args = ['rev-parse', '--verify', '--quiet', 'no-such-branch^{commit}'];
  expect(askGit(...args)).toBeUndefined();
  expect(() => git(...args)).toThrow('git rev-parse: it ended with exit code 1');
  expect(askGit('rev-parse', 'HEAD')).toMatch(/^[0-9a-f]{40}$/);
});
