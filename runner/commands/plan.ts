import { defineCommand } from '../../results/command-line/command.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import { RUN_FLAGS } from '../bench/flags.ts';
import { newRunOrUsage } from '../bench/run.ts';
import { modulesAmong, select } from '../bench/selection.ts';
import { discoverSuites } from '../serve/discovery.ts';

export const command = defineCommand({
  name: 'plan',
  does: 'Prints the plan of a run as JSON. Shards with the plan in CLONE_TRANSFER_SHARE_RUN measure parts of one run.',
  flags: {
    ...RUN_FLAGS,
    transport: {
      ...RUN_FLAGS.transport,
      help: 'transports, by the names in the tables; controls are always measured',
    },
  },
  async run({ flags }) {
    // A plan names no files, so shards cannot build a client with modules of the user.
    const [module] = modulesAmong(flags.transport);
    if (module !== undefined) {
      throw new UsageError(`--transport: a plan takes no modules of your own, such as '${module}'`);
    }
    const suites = await discoverSuites();
    console.log(JSON.stringify(newRunOrUsage(select(flags, suites), suites)));
    return 0;
  },
});
