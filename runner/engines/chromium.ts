import { type Engine, type Found, type Missing, NO_SETTINGS, type StartSettings } from './engine.ts';
import { findExecutables, firstThatRuns } from './start/executables.ts';
import { findPlaywrightBuild, foundByPlaywright } from './start/playwright-build.ts';
import { askVersion } from './start/process.ts';
import { findRemote } from './start/remote-browser.ts';

const CANDIDATES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * Background requests are switched off because they are noise in a measurement. Playwright starts Chromium without its sandbox; the flag
 * is repeated so that the record has it.
 */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const engine: Engine = {
  name: 'chromium',
  install: { playwrightBuild: 'chromium', debianPackages: ['chromium'] },
  threads: { process: /--type=renderer/, worker: /^DedicatedWorker/ },
  async find(added = NO_SETTINGS) {
    const remote = await findRemote('chromium', added);
    if (remote) return remote;
    const own = findPlaywrightBuild('chromium', 'trace', withOwnFlags(added));
    if (own) return own;
    const executables = process.platform === 'linux' ? await findExecutables(CANDIDATES) : [];
    return firstThatRuns(
      executables,
      (executable) => at(executable, added),
      'neither Playwright’s build nor a system Chromium or Chrome runs',
    );
  },
  at,
};

function withOwnFlags({ flags, environment }: StartSettings): StartSettings {
  return { flags: [...FLAGS, ...flags], environment };
}

async function at(executable: string, added = NO_SETTINGS): Promise<Found | Missing> {
  const asked = await askVersion(executable);
  if (asked.status === 'missing') return asked;
  return foundByPlaywright({
    build: 'chromium',
    executable,
    version: asked.version,
    source: 'system',
    settings: withOwnFlags(added),
    gc: 'trace',
  });
}
