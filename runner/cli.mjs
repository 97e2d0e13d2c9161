#!/usr/bin/env -S node --no-memory-reducer
/** The command of the package: `npx clone-transfer-share COMMAND …`. Each command is the npm script of the same name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, shownCommand } from '../results/command-line/installation.mjs';

/** The npm scripts that are of use in another project. */
const COMMANDS = [
  'bench',
  'compare',
  'report',
  'visit',
  'validate',
  'export',
  'calibrate',
  'history',
  'dashboard',
  'engines',
];
const USAGE = `${shownCommand('COMMAND', '[flags]')}

The commands are ${COMMANDS.join(', ')}. --help after one of them prints its flags.`;

const [, , name, ...args] = process.argv;
if (name === '--help') {
  console.log(USAGE);
  process.exit(0);
}
if (name === undefined || !COMMANDS.includes(name)) {
  console.error(name === undefined ? USAGE : `'${name}' is not a command: ${USAGE}`);
  process.exit(2);
}
/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const [, script = ''] = scripts[name]?.split('runner/bootstrap.mjs ') ?? [];
process.argv.splice(2, Number.POSITIVE_INFINITY, script, ...args);
await import('./bootstrap.mjs');
