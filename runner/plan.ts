import { runCommand, UsageError } from '../results/command.ts';
import { helpText, parseOptions } from './options.ts';
import { newRun } from './run.ts';
import { discoverSuites } from './suites.ts';

const DOES =
  'Prints the plan of a run, as JSON. Shards that are given it as CLONE_TRANSFER_SHARE_RUN measure parts of one run.';

await runCommand(async (args) => {
  const suites = await discoverSuites();
  const options = parseOptions('plan', args, suites);
  if (!options) {
    console.log(helpText('plan', DOES));
    return 0;
  }
  const run = newRun(options, suites);
  if (run.suites.length === 0 && !run.claims) {
    throw new UsageError('no suite has any of the transports at any of the sizes that were asked for');
  }
  console.log(JSON.stringify(run));
  return 0;
});
