import { jscLogReader } from '../watch/gc/jsc-log.ts';
import { type Engine, type Found, type Missing, NO_SETTINGS, type StartSettings } from './engine.ts';
import { findExecutables, firstThatRuns } from './start/executables.ts';
import { findPlaywrightBuild } from './start/playwright-build.ts';
import { askVersion, openProcess, openWatchedProcess, type Start } from './start/process.ts';
import { findRemote } from './start/remote-browser.ts';
import { type Display, openDisplay } from './start/xvfb.ts';

/** WebKitGTK's own small browser, which Debian, Fedora and Arch keep outside PATH. */
const CANDIDATES = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/libexec/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/webkit2gtk-4.1/MiniBrowser',
];
const FLAGS = ['--private'];

/** Without this variable SharedArrayBuffer is undefined and a shared memory cannot be posted, even on an isolated page. */
const ENVIRONMENT = { JSC_useSharedArrayBuffer: '1' };
const NOTE = 'WebKitGTK offers SharedArrayBuffer only with JSC_useSharedArrayBuffer=1, which is set here.';

const GC = {
  source: 'JSC_logGC=1',
  flags: [],
  environment: { JSC_logGC: '1' },
  newReader: jscLogReader,
};

export const engine: Engine = {
  name: 'webkit',
  install: { playwrightBuild: 'webkit', debianPackages: ['webkit2gtk-driver', 'xvfb'] },
  threads: { process: /WebKitWebProcess/, worker: /^WebCore: Worker$/ },
  async find(added = NO_SETTINGS) {
    const remote = await findRemote('webkit', added);
    if (remote) return remote;
    const own = findPlaywrightBuild('webkit', GC, added);
    if (own) return own;
    const executables = process.platform === 'linux' ? await findExecutables(CANDIDATES) : [];
    const display = executables.length > 0 ? await openDisplay() : undefined;
    if (executables.length > 0 && !display)
      return { status: 'missing', reason: 'WebKitGTK’s MiniBrowser is installed, but Xvfb is not' };
    const found = await firstThatRuns(
      executables,
      (executable) => at(executable, added, display?.environment),
      'neither Playwright’s build nor WebKitGTK’s MiniBrowser runs',
    );
    await display?.close();
    return found;
  },
};

async function at(
  executable: string,
  added: StartSettings,
  display: Display['environment'] | undefined,
): Promise<Found | Missing> {
  const asked = await askVersion(executable, display);
  if (asked.status === 'missing') return asked;
  return {
    status: 'found',
    untestable: {
      'needs-isolation': `it is started with ${Object.entries(ENVIRONMENT)
        .map((pair) => pair.join('='))
        .join(' ')}, which offers SharedArrayBuffer to every page`,
    },
    record: {
      version: asked.version,
      source: 'system',
      executable,
      flags: [...FLAGS, ...added.flags],
      environment: { ...ENVIRONMENT, ...added.environment },
      notes: [NOTE],
      gcAccount: { status: 'read', source: GC.source },
    },
    open: async ({ url }) => openProcess(await startOf(executable, url, added)),
    openWatched: async ({ url }) => openWatchedProcess(await startOf(executable, url, added), GC),
  };
}

async function startOf(executable: string, url: string, added: StartSettings): Promise<Start> {
  const display = await openDisplay();
  if (!display) throw new Error('Xvfb did not start');
  return {
    executable,
    args: [...FLAGS, ...added.flags, url],
    environment: { ...ENVIRONMENT, ...added.environment, ...display.environment },
    cleanUp: display.close,
  };
}
