import { integer, list, names, oneOf, path, text, toggle } from '../../results/command-line/flags.ts';
import { IS_PACKAGE } from '../../results/command-line/installation.mjs';
import { ISOLATIONS, PLACEMENTS } from '../../results/schema/run.ts';
import { isMeasuredBy } from '../../suites/suite.ts';
import { SUITES } from '../../suites/suites.ts';
import { RESULTS_DIR, shownPath } from '../checkout/paths.ts';
import { STARTED_ENGINE_NAMES } from '../engines/engines.ts';

/** The flags that several commands share. */

/** The name that selects the claims in `--suite`, although they are not a suite. */
export const CLAIMS = 'claims';

export const engine = names({
  value: 'a,b',
  allowed: STARTED_ENGINE_NAMES,
  help: `engines: ${STARTED_ENGINE_NAMES.join(', ')}`,
  otherwise: 'all that are found',
});

/** A plain text, because which sizes can be measured is known only after the suites have been discovered (selection.ts). */
export const size = text({
  value: 'SIZES',
  help: 'sizes of the working set: any sizes from 64B on (100KiB,3MiB), or the standard sizes in a range (1KiB..16MiB)',
  otherwise: '1KiB to 256MiB in steps of 4, as far as a suite has them; three with --quick',
});

export const seed = integer({
  value: 'N',
  least: 0,
  most: 0xffffffff,
  help: 'seed of the order of sizes, rounds and turns',
  default: () => Math.floor(Math.random() * 0x100000000),
  otherwise: 'random',
});

export const out = path({
  value: 'DIR',
  help: 'folder for the results',
  default: RESULTS_DIR,
  otherwise: shownPath(RESULTS_DIR),
});

export const wait = toggle({
  help: 'wait until no other command measures here, instead of stopping',
});

export const noInstall = toggle({ help: 'download and install nothing' });

/** What may be installed. */
export const INSTALL_FLAGS = {
  install: toggle({
    help: IS_PACKAGE
      ? 'download missing browsers; as root, also install with apt-get what they need'
      : "as root, install missing browsers with the system's apt-get without asking",
  }),
  noInstall,
};

const launches = integer({
  value: 'N',
  least: 1,
  most: 100,
  help: 'run exactly N launches per engine, ignoring the time budget',
  otherwise: 'until the ratios are precise enough, or the time budget is spent',
});

const suiteNames = (suites: typeof SUITES) => [...suites.map(({ name }) => name), CLAIMS].join(', ');

/** The flags that select what is measured, without the engines. */
export const SELECTION_FLAGS = {
  suite: list({
    value: 'a,b',
    help: `suites: ${suiteNames(SUITES)}`,
    otherwise: `${suiteNames(SUITES.filter((suite) => isMeasuredBy(suite, 'default')))}; fewer with --quick, all with --full`,
  }),
  transport: list({
    value: 'a,b',
    help: 'transports, by the names in the tables, or modules of your own (./my-transport.ts); controls are always measured',
    otherwise: 'all',
  }),
  size,
  quick: toggle({
    help: 'three sizes of two suites, threads on a core each, fewer rounds and ±25%: two to three minutes for six engines',
  }),
  full: toggle({ help: 'every suite, and launches until ±5%: 60 to 70 minutes for six engines' }),
  seed,
};

/** The selection flags of a run that starts engines. A visit is always one launch, and cannot place threads. */
export const RUN_FLAGS = {
  ...SELECTION_FLAGS,
  launches,
  placement: oneOf({
    value: 'NAME',
    allowed: PLACEMENTS,
    help: 'cores for the page and its workers: apart (a core each), together (one core), free (the system decides)',
    otherwise: 'as the suite says; round-trip is measured apart and together',
  }),
  isolation: oneOf({
    value: 'NAME',
    allowed: ISOLATIONS,
    help: 'whether pages are cross-origin isolated: on, or off (nothing can be shared, and clocks are coarser)',
    default: 'on',
  }),
};
