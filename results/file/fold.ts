import { UserError } from '../command-line/user-error.ts';
import type { Cell, MeasuredCell, WorkerOutcome } from '../schema/cell.ts';
import type { ClaimResult } from '../schema/claim.ts';
import type { EngineRecord } from '../schema/engine.ts';
import type { Entry } from '../schema/entry.ts';
import { cellId, claimId, launchId, passId } from '../schema/ids.ts';
import { type CellKey, ENGINE_NAMES, type LaunchKey } from '../schema/keys.ts';
import type { Launch, Pass } from '../schema/launch.ts';
import { type Results, SCHEMA_VERSION } from '../schema/results.ts';
import type { Run } from '../schema/run.ts';

/** If two entries give a cell different statuses, the one with the larger number wins: a cell that failed once never has a figure. */
const GRAVITY: Record<Cell['status'], number> = {
  skipped: 0,
  measured: 1,
  saturated: 2,
  unsupported: 3,
  failed: 4,
};

const NOT_WATCHED = {
  status: 'skipped',
  reason: 'the run ended before this cell was watched',
} as const;

const NOTHING_WATCHED = { gc: NOT_WATCHED, memory: NOT_WATCHED, cpu: NOT_WATCHED };

/** The entries belong to different runs, or to different versions of an engine. */
export class MixedRunsError extends UserError {}

/** Folds the entries of a run into a results file. The file is valid after the first `run` entry and after every later entry. */
export class Fold {
  #run: Run | undefined;
  #hosts = new Map<string, Results['hosts'][number]>();
  #engines = new Map<string, Results['engines'][number]>();
  #launches = new Map<string, Launch>();
  #passes = new Map<string, Pass>();
  #claims = new Map<string, ClaimResult>();
  #cells = new Map<string, Cell>();
  #outcome: Results['outcome'] = 'unfinished';
  #endedAt: string | null = null;
  /** For each launch that was started again: the cells that it has measured since then. */
  #again = new Map<string, Set<string>>();

  add(entry: Entry): void {
    switch (entry.kind) {
      case 'run':
        // Each shard of a run has a `run` entry.
        this.#run ??= entry.run;
        if (this.#run.id !== entry.run.id) {
          throw new MixedRunsError(
            `these parts belong to different runs, ${this.#run.id} and ${entry.run.id}: shards must share one plan (npm run plan)`,
          );
        }
        return;
      case 'client':
        return;
      case 'resumed':
        this.#resume();
        return;
      case 'ended':
        this.#outcome = entry.outcome;
        this.#endedAt = entry.at;
        return;
      case 'host':
        this.#hosts.set(entry.host.id, entry.host);
        return;
      case 'engine':
        this.#engine(entry.engine);
        return;
      case 'launch':
        if (this.#launches.has(launchId(entry.launch))) this.#again.set(launchId(entry.launch), new Set());
        this.#launches.set(launchId(entry.launch), structuredClone(entry.launch));
        return;
      case 'page':
        this.#launch(entry).pages.push({ ...entry.page, workers: [] });
        return;
      case 'placed':
        this.#launch(entry).placement = entry.placement;
        return;
      case 'launched':
        Object.assign(this.#launch(entry), { durationMs: entry.durationMs, startUpMs: entry.startUpMs });
        return;
      case 'cell': {
        const { kind: _, ...cell } = entry;
        this.#put(cell);
        return;
      }
      case 'claim': {
        const { kind: _, ...claim } = entry;
        this.#claims.set(claimId(claim), claim);
        return;
      }
      case 'pass': {
        const { kind: _, ...pass } = entry;
        this.#passes.set(passId(pass), pass);
        return;
      }
      case 'pressure': {
        const cell = this.#cells.get(cellId(entry));
        if (cell?.status === 'measured') Object.assign(cell, watchedAgain(cell, entry));
        return;
      }
      case 'worker':
        this.#worker(entry);
        return;
    }
  }

  /** `undefined` before the run is known. */
  results(): Results | undefined {
    if (!this.#run) return undefined;
    return {
      schemaVersion: SCHEMA_VERSION,
      run: this.#run,
      outcome: this.#outcome,
      endedAt: this.#endedAt,
      hosts: [...this.#hosts.values()],
      engines: [...this.#engines.values()],
      launches: [...this.#launches.values()],
      passes: [...this.#passes.values()],
      cells: inOrder(this.#run, [...this.#cells.values()]),
      claims: [...this.#claims.values()],
    };
  }

  /**
   * Keeps the complete suites, and of the others the complete launches; what these were watched for starts again. A suite with a
   * failed cell starts again whole, as the interruption may be what failed it.
   */
  #resume(): void {
    this.#outcome = 'unfinished';
    this.#endedAt = null;
    const cells = [...this.#cells.values()];
    const failed = new Set(cells.filter(({ status }) => status === 'failed').map(passId));
    const isWhole = (key: Pick<LaunchKey, 'engine' | 'suite'>) => this.#passes.has(passId(key));
    this.#launches = new Map(
      [...this.#launches].filter(
        ([, launch]) => isWhole(launch) || (launch.durationMs !== null && !failed.has(passId(launch))),
      ),
    );
    const kept = cells.flatMap((cell) => {
      if (isWhole(cell)) return cell;
      return failed.has(passId(cell)) ? [] : (this.#completePart(cell) ?? []);
    });
    this.#cells = new Map(kept.map((cell) => [cellId(cell), cell]));
    this.#again.clear();
  }

  /** What the complete launches show of a cell that has not been watched; `undefined` if they show nothing. */
  #completePart(cell: Cell): Cell | undefined {
    if (cell.status !== 'measured') return cell;
    const launches = cell.launches.filter(({ launch }) => this.#launches.has(launchId({ ...cell, launch })));
    return launches.length === 0 ? undefined : { ...cell, ...NOTHING_WATCHED, launches };
  }

  /** Shards may come from several machines. An engine may be missing on some of them, but must have the same version on the others. */
  #engine(record: EngineRecord): void {
    const known = this.#engines.get(record.engine);
    if (known?.status === 'found' && record.status === 'missing') return;
    if (known?.status === 'found' && record.status === 'found' && known.version !== record.version) {
      throw new MixedRunsError(
        `parts of one run measured two versions of ${record.engine}, ${known.version} and ${record.version}`,
      );
    }
    this.#engines.set(record.engine, record);
  }

  #launch(key: LaunchKey): Launch {
    const launch = this.#launches.get(launchId(key));
    if (!launch) throw new Error(`an entry refers to the launch ${launchId(key)}, which has not started`);
    return launch;
  }

  #put(cell: Cell): void {
    const id = cellId(cell);
    const known = this.#cells.get(id);
    if (!known || GRAVITY[cell.status] > GRAVITY[known.status]) this.#cells.set(id, cell);
  }

  #worker({ engine, suite, launch, rounds, cells }: Extract<Entry, { kind: 'worker' }>): void {
    const { pages } = this.#launch({ engine, suite, launch });
    const page = pages.at(-1);
    if (!page)
      throw new Error(`an entry refers to a page of ${launchId({ engine, suite, launch })}, which has none`);
    const at = { launch, page: pages.length - 1, worker: page.workers.length };
    page.workers.push({ rounds });
    for (const { outcome, ...key } of cells) this.#cellOutcome({ engine, suite, ...key }, at, outcome);
  }

  #cellOutcome(key: CellKey, at: Place, outcome: WorkerOutcome): void {
    if (outcome.status !== 'measured') {
      this.#put({ ...key, ...outcome });
      return;
    }
    this.#put({ ...key, status: 'measured', launches: [], ...NOTHING_WATCHED });
    const cell = this.#cells.get(cellId(key));
    if (cell?.status !== 'measured') return;
    const again = this.#again.get(launchId({ ...key, launch: at.launch }));
    if (again && !again.has(cellId(key))) {
      // A new measurement replaces the old one; a cell that is not measured again keeps the old one.
      cell.launches = cell.launches.filter((one) => one.launch !== at.launch);
      again.add(cellId(key));
    }
    addWorker(cell, at, outcome);
  }
}

type Watched = Pick<MeasuredCell, 'gc' | 'memory' | 'cpu'>;

/** A cell that is watched in several launches keeps the collections of each, its highest peak, and the sum of its processor time. */
function watchedAgain({ gc, memory, cpu }: Watched, next: Watched): Watched {
  return {
    gc:
      gc.status === 'measured' && next.gc.status === 'measured'
        ? { status: 'measured', watches: [...gc.watches, ...next.gc.watches] }
        : better(gc, next.gc),
    memory:
      memory.status === 'measured' && next.memory.status === 'measured'
        ? { status: 'measured', peakBytes: Math.max(memory.peakBytes, next.memory.peakBytes) }
        : better(memory, next.memory),
    cpu:
      cpu.status === 'measured' && next.cpu.status === 'measured'
        ? {
            status: 'measured',
            roundTrips: cpu.roundTrips + next.cpu.roundTrips,
            cpuMs: cpu.cpuMs + next.cpu.cpuMs,
            wallMs: cpu.wallMs + next.cpu.wallMs,
          }
        : better(cpu, next.cpu),
  };
}

/** What was measured once stays. */
function better<Outcome extends { readonly status: string }>(known: Outcome, next: Outcome): Outcome {
  return known.status === 'measured' ? known : next;
}

/** Which worker measured something. */
interface Place {
  readonly launch: number;
  readonly page: number;
  readonly worker: number;
}

function addWorker(
  cell: MeasuredCell,
  { launch, page, worker }: Place,
  { status: _, samplesMs, ...rest }: Extract<WorkerOutcome, { status: 'measured' }>,
): void {
  const known = cell.launches.find((one) => one.launch === launch);
  const own = { page, worker, ...rest };
  if (!known) {
    cell.launches.push({ launch, samplesMs: [...samplesMs], workers: [own] });
    return;
  }
  known.samplesMs.push(...samplesMs);
  known.workers.push(own);
}

/** Sorts cells by the engines of the schema and the lists of the run, as the schedule is shuffled. */
function inOrder(run: Run, cells: Cell[]): Cell[] {
  const rank = ({ engine, suite, transport, parameter, sizeBytes }: Cell) => {
    const at = run.suites.findIndex(({ name }) => name === suite);
    return [
      ENGINE_NAMES.indexOf(engine),
      at,
      run.suites[at]?.transports.findIndex(({ name }) => name === transport) ?? 0,
      parameter ?? 0,
      sizeBytes,
    ];
  };
  const ranked = cells.map((cell) => ({ cell, ranks: rank(cell) }));
  ranked.sort(
    (a, b) =>
      a.ranks.map((value, at) => value - (b.ranks[at] ?? 0)).find((difference) => difference !== 0) ?? 0,
  );
  return ranked.map(({ cell }) => cell);
}
