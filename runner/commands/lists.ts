import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from '../../results/command-line/command.ts';
import { writeAtomically } from '../../results/file/write.ts';
import { ROOT } from '../checkout/paths.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { readmeLists, withLists } from '../serve/readme-lists.ts';

export const command = defineCommand({
  name: 'lists',
  does: "Updates the README's lists of transports, controls, suites and WebAssembly modules.",
  flags: {},
  async run() {
    const file = join(ROOT, 'README.md');
    const lists = readmeLists(await discoverSuites());
    await writeAtomically(file, withLists(await readFile(file, 'utf8'), lists));
    return 0;
  },
});
