import { loadavg } from 'node:os';
import { LaunchTimer } from '../../results/file/launch-timer.ts';
import { type Entry, entryOf } from '../../results/schema/entry.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import type { MeasurePlan, SideKey } from '../../suites/plan/plan.ts';
import { ENGINES } from '../engines/engines.ts';
import type { Measurement } from './measurement.ts';
import { leaveFree, placerOf } from './placement.ts';
import type { SuiteState } from './suite-state.ts';

/** Windows has no load average, and Node then says 0. */
const HAS_LOAD = process.platform !== 'win32';

/** What one suite measures in a launch. */
export interface PartPlan {
  readonly state: SuiteState;
  readonly launch: number;
  readonly pages: readonly MeasurePlan[];
  /** Why the launch is restarted; `null` the first time. */
  readonly retried: string | null;
}

type LaunchEntry = Extract<Entry, { kind: 'launch' }>;

const NOT_PLACED = { status: 'free', reason: 'no page has started a worker' } as const;

/** The part of a launch in which the pages of one suite run: it places their threads and records what they report. */
export class LaunchPart {
  readonly #measurement: Measurement;
  readonly #plan: PartPlan;
  readonly #timer = new LaunchTimer();
  readonly #placer: Awaited<ReturnType<typeof placerOf>>;
  readonly #placed: Set<number>;
  #isPlaced = false;
  /** The cell that is being measured, as a careful page says; `undefined` if no page is careful, and between two pages. */
  inFlight: SideKey | undefined;

  private constructor(plan: PartPlan, placer: Awaited<ReturnType<typeof placerOf>>, placed: Set<number>) {
    this.#measurement = plan.state.measurement;
    this.#plan = plan;
    this.#placer = placer;
    this.#placed = placed;
  }

  /** @param placed The threads of this start of the engine that have been placed. */
  static async begin(plan: PartPlan, placed: Set<number>): Promise<LaunchPart> {
    const { suite, engine, found } = plan.state.measurement;
    const isElsewhere = found.unwatchable !== undefined;
    const placer = await placerOf(suite.placement, ENGINES[engine].threads, isElsewhere, placed);
    const part = new LaunchPart(plan, placer, placed);
    await part.#add(part.#entry());
    return part;
  }

  async hear(message: PageMessage): Promise<void> {
    this.#timer.hear();
    switch (message.kind) {
      case 'threads': {
        if ('reason' in this.#placer) return leaveFree(this.#placed);
        const placement = await this.#placer.place(message.workers);
        if (!this.#isPlaced || placement.status === 'free') {
          await this.#add({ kind: 'placed', ...this.#key, placement });
        }
        this.#isPlaced = true;
        return;
      }
      case 'opened':
        if (!('reason' in this.#placer)) await this.#placer.placeOthers();
        return;
      case 'turn': {
        const { kind: _, ...side } = message;
        this.inFlight = side;
        return;
      }
      case 'refused':
        // What is in flight is what the page could not go on with.
        return;
      default: {
        this.inFlight = undefined;
        const entry = entryOf(message, this.#key);
        if (entry) await this.#add(entry);
      }
    }
  }

  /** Call when all pages of the part have been measured. */
  async complete(): Promise<void> {
    const times = this.#timer.stop();
    this.#plan.state.spend(times.durationMs);
    await this.#measurement.record({ kind: 'launched', ...this.#key, ...times });
  }

  /** Call when the engine has failed during this part. */
  abandon(): void {
    this.#plan.state.spend(this.#timer.stop().durationMs);
  }

  get #key() {
    const { engine, suite } = this.#measurement;
    return { engine, suite: suite.name, launch: this.#plan.launch };
  }

  #entry(): LaunchEntry {
    const { found, host } = this.#measurement;
    const { pages, retried } = this.#plan;
    const isHere = found.unwatchable === undefined;
    return {
      kind: 'launch',
      launch: {
        ...this.#key,
        host: isHere ? host.id : null,
        startedAt: new Date().toISOString(),
        loadAverage: isHere && HAS_LOAD ? (loadavg()[0] ?? 0) : null,
        sizesBytes: [...new Set(pages.flatMap(({ groups }) => groups.map(({ sizeBytes }) => sizeBytes)))],
        startUpMs: null,
        durationMs: null,
        retried,
        placement: 'reason' in this.#placer ? { status: 'free', reason: this.#placer.reason } : NOT_PLACED,
        pages: [],
      },
    };
  }

  async #add(entry: Entry): Promise<void> {
    this.#plan.state.add(entry);
    await this.#measurement.record(entry);
  }
}
