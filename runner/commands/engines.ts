import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../../results/command-line/command.ts';
import { STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { describeEngines, setUpEngines } from '../engines/set-up.ts';

const USAGE = 'usage: npm run engines -- [--no-install]';

function isInstalling(args: string[]): boolean {
  try {
    return !parseArgs({ args, options: { 'no-install': { type: 'boolean' } } }).values['no-install'];
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

/** `npm run engines`: fetches what is missing and lists what there is, as `bench` and `npm test` do first. */
await runCommand(async (args) => {
  const found = await setUpEngines(STARTED_ENGINE_NAMES, { install: isInstalling(args), say: console.log });
  for (const line of describeEngines(found)) console.log(line);
  return 0;
}, USAGE);
