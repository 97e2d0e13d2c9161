import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { UserError } from '../../results/command-line/user-error.ts';

/** The environment variables for the temporary folder, on Linux and macOS, and on Windows. */
const VARIABLES = ['TMPDIR', 'TEMP', 'TMP'] as const;

/**
 * The longest path of a temporary folder, in bytes, in which Chromium can make a socket. On Linux the path of a socket has at most
 * 107 bytes and Chromium adds 45 of them, on macOS 103 and 53. On Windows it makes no socket.
 */
const LONGEST: Readonly<Partial<Record<NodeJS.Platform, number>>> = {
  win32: Number.POSITIVE_INFINITY,
  darwin: 50,
};
const LONGEST_ELSEWHERE = 62;
/** A short path that every Unix has. */
const SHORT = '/tmp';

/** As environment variables: the temporary folder of before a run has its own, when this module is loaded. */
export const FOLDER_BEFORE_RUN = folderVariables();

class TemporaryFolderError extends UserError {
  override readonly name = 'TemporaryFolderError';
}

/** The folder for all temporary files of a run and its engines, so that nothing remains after a killed run is cleaned up. */
export function temporaryFolder(runId: string): string {
  const name = `clone-transfer-share-run-${runId.slice(-6)}`;
  const folder = join(tmpdir(), name);
  return isShort(folder) ? folder : join(SHORT, name);
}

/**
 * Makes {@link temporaryFolder}, and makes this process and the processes that it starts use it.
 * @returns A function that makes this process use its previous folder again.
 * @throws {UserError} if the folder cannot be made.
 */
export async function enterTemporaryFolder(runId: string, say: (line: string) => void): Promise<() => void> {
  const folder = temporaryFolder(runId);
  if (folder !== join(tmpdir(), basename(folder))) say(describeMove(folder));
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
    throw new TemporaryFolderError(
      `The temporary folder cannot be made: ${(error as Error).message}; set ${variable} to a short path that can be written`,
    );
  }
  return useFolder(folder);
}

/** For engines that are started without a run's own folder, as those of a shard are. */
export function shortenTemporaryFolder(say: (line: string) => void): void {
  if (isShort(tmpdir())) return;
  say(describeMove(SHORT));
  useFolder(SHORT);
}

function isShort(folder: string): boolean {
  return Buffer.byteLength(folder) <= (LONGEST[process.platform] ?? LONGEST_ELSEWHERE);
}

function describeMove(folder: string): string {
  return `The path of the temporary folder ${tmpdir()} is too long for Chromium's socket; temporary files are in ${folder}`;
}

function folderVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
}

function useFolder(folder: string): () => void {
  const previous = folderVariables();
  for (const name of VARIABLES) process.env[name] = folder;
  return () => {
    for (const [name, value] of Object.entries(previous)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
