import { defineCommand } from '../../results/command-line/command.ts';
import { IS_PACKAGE } from '../../results/command-line/installation.mjs';
import { INSTALL_FLAGS } from '../bench/flags.ts';
import { STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { describeEngines, setUpEngines } from '../engines/set-up.ts';

export const command = defineCommand({
  name: 'engines',
  does: IS_PACKAGE
    ? 'Lists the engines found; with --install, installs missing ones first.'
    : 'Installs missing engines and lists the engines found, as bench and npm test do first.',
  flags: INSTALL_FLAGS,
  async run({ flags }) {
    const found = await setUpEngines(STARTED_ENGINE_NAMES, flags, console.log);
    for (const line of describeEngines(found)) console.log(line);
    return 0;
  },
});
