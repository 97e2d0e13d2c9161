import { defineCommand } from '../../results/command-line/command.ts';
import { RUN_FLAGS } from '../bench/flags.ts';
import { newRunOrUsage } from '../bench/run.ts';
import { select } from '../bench/selection.ts';
import { discoverSuites } from '../serve/discovery.ts';

export const command = defineCommand({
  name: 'plan',
  does: 'Prints the plan of a run as JSON. Shards with the plan in CLONE_TRANSFER_SHARE_RUN measure parts of one run.',
  flags: RUN_FLAGS,
  async run({ flags }) {
    const suites = await discoverSuites();
    console.log(JSON.stringify(newRunOrUsage(select(flags, suites), suites)));
    return 0;
  },
});
