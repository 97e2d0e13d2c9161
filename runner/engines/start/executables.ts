import { access, constants, realpath } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { env } from 'node:process';
import type { Found, Missing } from '../engine.ts';

/** The first candidate that is executable. A candidate is an absolute path, or a name that is looked up in PATH. */
export async function findExecutable(candidates: readonly string[]): Promise<string | undefined> {
  const [first] = await findExecutables(candidates);
  return first;
}

/** The candidates that are executable, each file once. */
export async function findExecutables(candidates: readonly string[]): Promise<string[]> {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const paths = candidates.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  const executables = new Map<string, string>();
  for (const path of paths) {
    try {
      await access(path, constants.X_OK);
      // A folder can be in PATH under two names. The file itself can be one program that goes by many names.
      const real = join(await realpath(dirname(path)), basename(path));
      if (!executables.has(real)) executables.set(real, path);
    } catch {}
  }
  return [...executables.values()];
}

/**
 * The first of the executables that runs, because a system can have a stub in place of a browser.
 * @param at Finds the engine at an executable, or says why it does not run.
 * @param none Why the engine is missing if no executable runs.
 */
export async function firstThatRuns(
  executables: readonly string[],
  at: (executable: string) => Promise<Found | Missing>,
  none: string,
): Promise<Found | Missing> {
  const reasons: string[] = [];
  for (const executable of executables) {
    const found = await at(executable);
    if (found.status === 'found') return reasons.length === 0 ? found : withNote(found, executable, reasons);
    reasons.push(found.reason);
  }
  return { status: 'missing', reason: reasons.length === 0 ? none : `${none} (${reasons.join('; ')})` };
}

function withNote(found: Found, executable: string, reasons: readonly string[]): Found {
  const passedOver = `${executable} is used, because ${reasons.join('; ')}`;
  return { ...found, passedOver, record: { ...found.record, notes: [...found.record.notes, passedOver] } };
}
