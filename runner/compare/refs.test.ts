import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { git } from '../../results/file/git.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { inEnvironment } from '../../results/testing/environment.ts';
import { Commits } from '../testing/commits.ts';
import { commitsOf } from './refs.ts';

test('the base is the commit from which the head branched off, and a head without changes of its own is refused', async () => {
  test.skip(suiteBuild().commit === null, 'this is no checkout of git');
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  try {
    const commits = new Commits(folder);
    const [main, head] = ['main', 'head'].map((word) =>
      commits.make('HEAD', { 'README.md': (text) => `${text}${word}\n` }),
    ) as [string, string];
    inEnvironment(commits.environment, () => {
      expect(commitsOf(main, head)).toEqual({ base: git('rev-parse', 'HEAD'), head });
      expect(commitsOf(main, main)).toEqual({ base: main, head: main });
      expect(() => commitsOf(main, 'HEAD')).toThrow(`ref=HEAD is an ancestor of ref=${main}`);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
