import { open, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/** Ubuntu's packages of browsers are scripts that start the snap. */
const STARTS_SNAP = /^#!.*\/snap\/bin\/([\w-]+)/s;
/** Such a script is much shorter. A program is much longer. */
const READ_BYTES = 4096;

/**
 * The folder in which a snap sees the files of others, because it has a /tmp of its own. `undefined` if the executable is not a
 * snap's.
 */
export async function snapFolder(executable: string): Promise<string | undefined> {
  // The commands of snaps are links to the program `snap`, which starts the snap that the link is named after.
  const program = await realpath(executable);
  const name =
    basename(program) === 'snap' ? basename(executable) : STARTS_SNAP.exec(await beginningOf(program))?.[1];
  return name && join(homedir(), 'snap', name, 'common');
}

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(READ_BYTES));
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
