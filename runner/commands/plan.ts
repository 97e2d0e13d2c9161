import { runCommand } from '../../results/command-line/command.ts';
import { optionsOrHelp } from '../bench/options.ts';
import { newRunOrUsage } from '../bench/run.ts';
import { discoverSuites } from '../serve/discovery.ts';

const DOES =
  'Prints the plan of a run, as JSON. Shards that are given it as CLONE_TRANSFER_SHARE_RUN measure parts of one run.';

await runCommand(async (args) => {
  const suites = await discoverSuites();
  const options = optionsOrHelp('plan', DOES, args, suites);
  if (!options) return 0;
  console.log(JSON.stringify(newRunOrUsage(options, suites)));
  return 0;
});
