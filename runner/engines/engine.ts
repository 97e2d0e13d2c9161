import type { FoundEngine, MissingEngine } from '../../results/schema/engine.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Opened, Watched } from '../watch/watched.ts';

/** One file of this folder, one engine: how to find it, and how to open a URL in it. */
export interface Engine {
  readonly name: EngineName;
  readonly install: Install;
  find(): Promise<Found | Missing>;
  /** Another build of it, where that can be asked for. */
  readonly at?: (executable: string) => Promise<Found | Missing>;
}

/** Where an engine comes from: the Node that runs the suite, npm's packages, or what the set-up may fetch. */
type Install = 'runner' | 'npm' | Browser;

export interface Browser {
  readonly playwrightBuild: 'chromium' | 'firefox' | 'webkit';
  readonly debianPackages: readonly string[];
}

export interface Found {
  readonly status: 'found';
  readonly record: Omit<FoundEngine, 'engine' | 'status'>;
  /** Why neither it nor its machine can be watched, where it is not on this one. */
  readonly elsewhere?: string;
  /** Claims that the way it is started decides, by id, and why. */
  readonly untestable?: Readonly<Record<string, string>>;
  /** Opens the client in a fresh start of the engine: one launch. */
  open(client: Client): Promise<Opened>;
  /** The same, with the engine telling of its collections: for what is not timed. */
  openWatched(client: Client): Promise<Watched>;
}

/** What every engine runs: a browser by its URL, a runtime by its file, on the same URL. */
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

/** How to get an engine that is missing. */
export function remedyOf({ install }: Engine): string {
  if (install === 'runner') return 'It is what runs this suite.';
  if (install === 'npm')
    return `It is an optional npm package; where that has a build for this system, run: npm install`;
  const { playwrightBuild, debianPackages } = install;
  return `Run: npx playwright install ${playwrightBuild} (or on Debian, as root: apt-get install ${debianPackages.join(' ')})`;
}
