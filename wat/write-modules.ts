import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from '../results/command-line/command.ts';
import { writeAtomically } from '../results/file/write.ts';
import { withModules } from './modules.ts';

export const command = defineCommand({
  name: 'modules',
  does: "Updates the README's list of WebAssembly modules.",
  flags: {},
  async run() {
    const file = join(import.meta.dirname, '../README.md');
    await writeAtomically(file, withModules(await readFile(file, 'utf8')));
    return 0;
  },
});
