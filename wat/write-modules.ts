import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../results/file/write.ts';
import { withModules } from './modules.ts';

/** `npm run modules`: brings the README's list of WebAssembly modules up to date. */
const file = join(import.meta.dirname, '../README.md');
await writeAtomically(file, withModules(await readFile(file, 'utf8')));
