import { IS_PACKAGE, shownCommand } from '../../results/command-line/installation.mjs';
import type { FoundEngine, MissingEngine } from '../../results/schema/engine.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Opened, Watched } from '../watch/watched.ts';

/** How to find an engine, and how to open a URL in it. Each engine has a file in this folder. */
export interface Engine {
  readonly name: EngineName;
  readonly install: Install;
  /** How the threads of a page and its workers are recognized. */
  readonly threads: Threads;
  /** @param added The user's own settings. */
  find(added?: StartSettings): Promise<Found | Missing>;
  /** Finds another build by its path; absent if the engine cannot be started from another path. */
  readonly at?: (executable: string, added?: StartSettings) => Promise<Found | Missing>;
}

/** With what an engine is started. A user can add to what its file says. */
export interface StartSettings {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export const NO_SETTINGS: StartSettings = { flags: [], environment: {} };

export interface Threads {
  /** Matches the command line of a process that runs pages; the page’s thread is its main thread. */
  readonly process: RegExp;
  /** Matches the name of a worker’s thread. */
  readonly worker: RegExp;
}

/** Where an engine comes from: the Node that runs the suite, an npm package, or a browser that the set-up can install. */
type Install = 'runner' | 'npm' | Browser;

export interface Browser {
  readonly playwrightBuild: 'chromium' | 'firefox' | 'webkit';
  readonly debianPackages: readonly string[];
}

export interface Found {
  readonly status: 'found';
  readonly record: Omit<FoundEngine, 'engine' | 'status'>;
  /** Why this executable is used rather than one that was found before it. */
  readonly passedOver?: string;
  /** For an engine on another machine: why neither the engine nor its machine can be watched. */
  readonly unwatchable?: string;
  /** The reason, by claim id, for each claim that cannot be tested because of how the engine is started. */
  readonly untestable?: Readonly<Record<string, string>>;
  /** Starts the engine and opens the client in it: one launch. */
  open(client: Client): Promise<Opened>;
  /** Like `open`, but the engine also reports its collections, so nothing may be timed in this launch. */
  openWatched(client: Client): Promise<Watched>;
}

/** The client that every engine runs. A browser opens the URL; a runtime runs the file and gets the same URL. */
export interface Client {
  readonly url: string;
  readonly file: string;
}

export interface Missing {
  readonly status: 'missing';
  readonly reason: string;
}

export function engineRecord(engine: Engine, found: Found | Missing): FoundEngine | MissingEngine {
  return found.status === 'found'
    ? { engine: engine.name, status: 'found', ...found.record }
    : { engine: engine.name, status: 'missing', reason: found.reason, remedy: remedyOf(engine) };
}

/** How to install a missing engine. */
export function remedyOf({ name, install }: Engine): string {
  if (install === 'runner') return 'It is the Node that runs this suite.';
  if (install === 'npm') {
    const command = IS_PACKAGE ? `npm install ${name}` : 'npm install';
    return `It is an optional npm package. If npm has a build for this system, run: ${command}`;
  }
  const { playwrightBuild, debianPackages } = install;
  // The project that uses the package may have a Playwright of its own, which installs other builds.
  const command = IS_PACKAGE
    ? shownCommand('engines', '--install')
    : `npx playwright install ${playwrightBuild}`;
  return `Run: ${command} (or on Debian, as root: apt-get install ${debianPackages.join(' ')})`;
}
