import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from '../../results/command-line/command.ts';
import { writeAtomically } from '../../results/file/write.ts';
import { ROOT } from '../checkout/paths.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { documentLists, LISTED_DOCUMENTS, withLists } from '../serve/document-lists.ts';

export const command = defineCommand({
  name: 'lists',
  does: 'Updates the lists of transports, controls, suites and WebAssembly modules in the documents.',
  flags: {},
  async run() {
    const lists = documentLists(await discoverSuites());
    for (const document of LISTED_DOCUMENTS) {
      const file = join(ROOT, document.file);
      await writeAtomically(file, withLists(document, await readFile(file, 'utf8'), lists));
    }
    return 0;
  },
});
