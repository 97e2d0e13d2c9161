import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

/** The first candidate that is executable. A candidate is an absolute path, or a name that is looked up in PATH. */
export async function findExecutable(candidates: readonly string[]): Promise<string | undefined> {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const paths = candidates.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  for (const path of paths) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}
