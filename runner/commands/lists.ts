import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../results/command-line/command.ts';
import { writeAtomically } from '../../results/file/write.ts';
import { ROOT } from '../checkout/paths.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { readmeLists, withLists } from '../serve/readme-lists.ts';

/** `npm run lists`: brings the README's lists of transports, controls, suites and modules up to date. */
await runCommand(async () => {
  const file = join(ROOT, 'README.md');
  await writeAtomically(file, withLists(await readFile(file, 'utf8'), readmeLists(await discoverSuites())));
  return 0;
}, 'usage: npm run lists');
