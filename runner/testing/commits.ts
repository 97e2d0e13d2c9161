import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../../results/file/git.ts';
import { ROOT } from '../checkout/paths.ts';

/** A file's new text, from its text in the parent; `null` removes the file. */
type Edit = (text: string) => string | null;

/** Commits for a test, whose objects are in a folder of the test. They are on no branch, and nothing is checked out. */
export class Commits {
  /** The environment in which git knows the commits. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    const objects = join(folder, 'objects');
    mkdirSync(objects);
    this.environment = {
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(
        git('rev-parse', '--path-format=absolute', '--git-common-dir'),
        'objects',
      ),
      GIT_AUTHOR_NAME: 'a test',
      GIT_AUTHOR_EMAIL: 'test@example.org',
      GIT_COMMITTER_NAME: 'a test',
      GIT_COMMITTER_EMAIL: 'test@example.org',
    };
  }

  /** Commits a change of the parent's files. */
  make(parent: string, edits: Readonly<Record<string, Edit>>): string {
    this.#git(['read-tree', parent]);
    for (const [file, edit] of Object.entries(edits)) {
      const text = edit(this.#git(['show', `${parent}:${file}`]));
      if (text === null) {
        this.#git(['update-index', '--force-remove', file]);
        continue;
      }
      const blob = this.#git(['hash-object', '-w', '--stdin'], text).trim();
      this.#git(['update-index', '--cacheinfo', `100644,${blob},${file}`]);
    }
    const tree = this.#git(['write-tree']).trim();
    return this.#git(['commit-tree', tree, '-p', parent, '-m', 'A test']).trim();
  }

  /** The TypeScript files of a commit that contain a text. */
  filesWith(commit: string, text: string): string[] {
    const found = this.#git(['grep', '--files-with-matches', '--fixed-strings', text, commit, '--', '*.ts']);
    return found
      .trim()
      .split('\n')
      .map((line) => line.slice(commit.length + 1));
  }

  #git(args: readonly string[], input = ''): string {
    return execFileSync('git', args, {
      cwd: ROOT,
      encoding: 'utf8',
      input,
      env: { ...process.env, ...this.environment, GIT_INDEX_FILE: join(this.#folder, 'index') },
    });
  }
}
