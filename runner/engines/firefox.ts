import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spiderMonkeyLogReader } from '../watch/gc/spidermonkey-log.ts';
import { type Engine, type Found, type Missing, NO_SETTINGS, type StartSettings } from './engine.ts';
import { findExecutables, firstThatRuns } from './start/executables.ts';
import { findPlaywrightBuild } from './start/playwright-build.ts';
import { askVersion, openProcess, openWatchedProcess, type Start } from './start/process.ts';
import { findRemote } from './start/remote-browser.ts';
import { snapFolder } from './start/snap.ts';

const CANDIDATES = ['firefox', 'firefox-esr'];
const FLAGS = ['--headless', '--no-remote'];

/** The only content of a new profile: no first-run pages, reports, updates or background connections. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.provider.google4.updateURL': '',
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.ipc.processPrelaunch.enabled': false,
  'extensions.enabledScopes': 0,
  'extensions.getAddons.cache.enabled': false,
  'extensions.installDistroAddons': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

const GC = {
  source: 'JS_GC_PROFILE and JS_GC_PROFILE_NURSERY',
  flags: [],
  environment: { JS_GC_PROFILE: '0,all', JS_GC_PROFILE_NURSERY: '0,all' },
  newReader: spiderMonkeyLogReader,
};

export const engine: Engine = {
  name: 'firefox',
  install: { playwrightBuild: 'firefox', debianPackages: ['firefox-esr'] },
  threads: { process: /-contentproc/, worker: /^DOM Worker$/ },
  async find(added = NO_SETTINGS) {
    const remote = await findRemote('firefox', added);
    if (remote) return remote;
    const own = findPlaywrightBuild('firefox', GC, added);
    if (own) return own;
    const executables = process.platform === 'linux' ? await findExecutables(CANDIDATES) : [];
    return firstThatRuns(
      executables,
      (executable) => at(executable, added),
      'neither Playwright’s build nor a system Firefox runs',
    );
  },
  at,
};

async function at(executable: string, added = NO_SETTINGS): Promise<Found | Missing> {
  const asked = await askVersion(executable);
  if (asked.status === 'missing') return asked;
  return {
    status: 'found',
    record: {
      version: asked.version,
      source: 'system',
      executable,
      flags: [...FLAGS, ...added.flags],
      environment: added.environment,
      notes: [],
      gcAccount: { status: 'read', source: GC.source },
    },
    open: async ({ url }) => openProcess(await startOf(executable, url, added)),
    openWatched: async ({ url }) => openWatchedProcess(await startOf(executable, url, added), GC),
  };
}

/** Playwright cannot drive a stock Firefox, so the URL is an argument of a plain command, which is ended later. */
async function startOf(executable: string, url: string, added: StartSettings): Promise<Start> {
  const folder = (await snapFolder(executable)) ?? tmpdir();
  // A snap that has not been started yet has no folder.
  await mkdir(folder, { recursive: true });
  const profile = await mkdtemp(join(folder, 'clone-transfer-share-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  return {
    executable,
    args: [...FLAGS, ...added.flags, '--profile', profile, url],
    environment: added.environment,
    folder,
    cleanUp: () => rm(profile, { recursive: true, force: true, maxRetries: 5 }),
  };
}
