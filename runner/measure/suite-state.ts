import type { Cell } from '../../results/schema/cell.ts';
import type { Entry } from '../../results/schema/entry.ts';
import { cellId } from '../../results/schema/ids.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import type { MeasurePlan, SideKey } from '../../suites/plan/plan.ts';
import { plannedCells, schedule } from '../../suites/plan/schedule.ts';
import { memoryShortage } from '../machine/room.ts';
import type { PartPlan } from './launch-part.ts';
import type { Measurement } from './measurement.ts';
import { Sampling } from './sampling.ts';

/** The result of measuring a suite on an engine. */
export interface Outcome {
  readonly measurement: Measurement;
  readonly measured: readonly CellKey[];
  /** Why the first launch that could not be recovered failed; `undefined` if there is none. */
  readonly failure: string | undefined;
}

/** How far one suite has been measured on an engine: the status of its cells, and what its next launch measures. */
export class SuiteState {
  readonly measurement: Measurement;
  readonly #sampling: Sampling;
  /** The status of each cell so far, by the cell's id. */
  readonly #known = new Map<string, Cell['status']>();
  readonly #cells: readonly CellKey[];
  /** The launches that are over, and those that a run completed before it was interrupted. */
  readonly #launches = new Set<number>();
  #sizesBytes: readonly number[];
  #failure: string | undefined;

  constructor(measurement: Measurement) {
    this.measurement = measurement;
    this.#sampling = new Sampling(measurement.run, measurement.suite);
    this.#cells = plannedCells(measurement.suite, measurement.engine);
    const { launches, cells, sizesBytes } = this.#sampling.recall(measurement.before);
    for (const { launch, durationMs } of launches) if (durationMs !== null) this.#launches.add(launch);
    for (const cell of cells) {
      // What was skipped may be measured now.
      if (cell.status !== 'skipped') this.#known.set(cellId(cell), cell.status);
    }
    const found = new Set(cells.map(cellId));
    const lost = this.#cells.filter((cell) => !found.has(cellId(cell)));
    this.#sizesBytes = measurement.suite.sizesBytes.filter(
      (one) => sizesBytes.includes(one) || lost.some(({ sizeBytes }) => sizeBytes === one),
    );
  }

  /** What the suite measures in its next launch: nothing once its key ratios are narrow, or its time is spent. */
  async nextPart(): Promise<PartPlan | undefined> {
    const { run, suite, engine } = this.measurement;
    let launch = 0;
    while (this.#launches.has(launch)) launch++;
    this.#sizesBytes = await this.#sizesThatFit();
    if (this.#sizesBytes.length === 0) return undefined;
    const pages = schedule(run, { engine, suite, launch }, this.#sizesBytes);
    return { state: this, launch, pages: pages.map((page) => this.#unfinished(page)), retried: null };
  }

  /** The same part in a launch that is restarted. Naming each cell takes time between turns, so only such a launch does it. */
  again(plan: PartPlan, retried: string): PartPlan {
    const pages = plan.pages.map((page) => ({ ...this.#unfinished(page), isCareful: true }));
    return { ...plan, pages, retried };
  }

  add(entry: Entry): void {
    if (entry.kind === 'worker') {
      for (const { outcome, ...side } of entry.cells) this.#known.set(this.#idOf(side), outcome.status);
    }
    this.#sampling.add(entry);
  }

  /** Call with the time of each launch, or of its attempt. */
  spend(durationMs: number): void {
    this.#sampling.spend(durationMs);
  }

  /** Call after each launch. */
  endLaunch(launch: number): void {
    this.#launches.add(launch);
    this.#sizesBytes = this.#sampling.next(this.#sizesBytes);
    // An engine that has never reached a cell will not reach one in another launch.
    if (this.#failure !== undefined && !this.#hasReachedCell()) this.#sizesBytes = [];
  }

  /** Call when a launch could not be recovered. */
  fail(reason: string): void {
    this.#failure ??= reason;
  }

  /** Records that a cell has failed. If the suite's time is spent, the transport's other sizes are skipped: each might hang too. */
  async failCell(cell: SideKey, reason: string): Promise<void> {
    await this.#put(cell, 'failed', reason);
    if (!this.#sampling.isOutOfTime()) return;
    const { transport, sizeBytes } = cell;
    const spent = `${transport} failed at ${formatSize(sizeBytes)}, and the time budget of the suite was spent`;
    for (const other of this.#cells) {
      if (other.transport === transport && !this.#known.has(cellId(other)))
        await this.#put(other, 'skipped', spent);
    }
  }

  async end(): Promise<Outcome> {
    const failure = this.#failure;
    if (failure !== undefined) {
      const status = this.#hasReachedCell() ? 'skipped' : 'failed';
      for (const cell of this.#cells) {
        if (!this.#known.has(cellId(cell))) await this.#put(cell, status, failure);
      }
    }
    const measured = this.#cells.filter((cell) => this.#known.get(cellId(cell)) === 'measured');
    return { measurement: this.measurement, measured, failure };
  }

  /** The sizes that fit in the available memory. Cells of other sizes that have no figure yet are recorded as skipped. */
  async #sizesThatFit(): Promise<readonly number[]> {
    const sizesBytes = this.#sizesBytes;
    // The memory of another machine is unknown.
    if (this.measurement.found.unwatchable !== undefined) return sizesBytes;
    const reasons = new Map(sizesBytes.map((sizeBytes) => [sizeBytes, memoryShortage(sizeBytes)]));
    for (const cell of this.#cells) {
      const reason = reasons.get(cell.sizeBytes);
      if (reason !== undefined && !this.#known.has(cellId(cell))) await this.#put(cell, 'skipped', reason);
    }
    return sizesBytes.filter((sizeBytes) => reasons.get(sizeBytes) === undefined);
  }

  /** A page without the cells that will have no figure. */
  #unfinished(page: MeasurePlan): MeasurePlan {
    const isLeft = (side: SideKey) => {
      const status = this.#known.get(this.#idOf(side));
      return status === undefined || status === 'measured';
    };
    const groups = page.groups.map((group) => ({ ...group, sides: group.sides.filter(isLeft) }));
    return { ...page, groups };
  }

  #hasReachedCell(): boolean {
    return [...this.#known.values()].some((status) => status !== 'skipped');
  }

  #idOf({ transport, parameter, sizeBytes }: SideKey): string {
    const { engine, suite } = this.measurement;
    return cellId({ engine, suite: suite.name, transport, parameter, sizeBytes });
  }

  async #put(side: SideKey, status: 'failed' | 'skipped', reason: string): Promise<void> {
    const { engine, suite, record } = this.measurement;
    const { transport, parameter, sizeBytes } = side;
    this.#known.set(this.#idOf(side), status);
    await record({
      kind: 'cell',
      engine,
      suite: suite.name,
      transport,
      parameter,
      sizeBytes,
      status,
      reason,
    });
  }
}
