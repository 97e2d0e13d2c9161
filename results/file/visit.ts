import { type Entry, entryOf } from '../schema/entry.ts';
import type { CellKey } from '../schema/keys.ts';
import type { PageMessage } from '../schema/page-message.ts';
import type { Run } from '../schema/run.ts';
import { LaunchTimer } from './launch-timer.ts';
import { NOT_WATCHED, unknownHost, VISIT, visitor } from './visitor.ts';

/** A page of a visit: its suite, and the sizes that it measures. */
interface VisitPage {
  readonly suite: string;
  readonly groups: readonly Pick<CellKey, 'sizeBytes'>[];
}

/**
 * The entries of a run in a browser that a person opened: one launch per suite, one suite after another. The collections and the
 * memory of such a browser cannot be watched.
 */
export class Visit {
  readonly #run: Run;
  readonly #pages: readonly VisitPage[];
  readonly #userAgent: string;
  #suite = '';
  #timer: LaunchTimer | undefined;

  constructor(run: Run, pages: readonly VisitPage[], userAgent: string) {
    this.#run = run;
    this.#pages = pages;
    this.#userAgent = userAgent;
  }

  begin(): Entry[] {
    return [
      { kind: 'run', run: this.#run },
      { kind: 'engine', engine: visitor(this.#userAgent) },
    ];
  }

  hear(message: PageMessage): Entry[] {
    if (message.kind === 'claim') return [{ ...message, engine: VISIT }];
    const begun = message.kind === 'page' ? this.#beginPage(message.suite) : [];
    this.#timer?.hear();
    const entry = entryOf(message, this.#key);
    if (entry?.kind !== 'worker') return entry ? [...begun, entry] : begun;
    const unsupported = { status: 'unsupported', reason: NOT_WATCHED } as const;
    const { engine, suite, cells } = entry;
    const watched = { engine, suite, gc: unsupported, memory: unsupported, cpu: unsupported };
    return [
      entry,
      ...cells.map(({ outcome: _, ...side }): Entry => ({ kind: 'pressure', ...watched, ...side })),
    ];
  }

  end(): Entry[] {
    const timer = this.#timer;
    this.#timer = undefined;
    return timer ? [{ kind: 'launched', ...this.#key, ...timer.stop() }] : [];
  }

  /** The first page of a suite starts a launch. A page that is reloaded before it says its suite is lost. */
  #beginPage(suite: string): Entry[] {
    if (suite === this.#suite) return [];
    const ended = this.end();
    this.#suite = suite;
    this.#timer = new LaunchTimer();
    const sizes = this.#pages
      .filter((page) => page.suite === suite)
      .flatMap(({ groups }) => groups.map(({ sizeBytes }) => sizeBytes));
    const sizesBytes = [...new Set(sizes)];
    const launch = unknownHost({ ...this.#key, startedAt: new Date().toISOString(), sizesBytes });
    return [...ended, { kind: 'launch', launch }];
  }

  get #key() {
    return { engine: VISIT, suite: this.#suite, launch: 0 } as const;
  }
}
