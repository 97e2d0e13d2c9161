import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ToldError } from '../../results/command-line/errors.ts';
import { CACHE_DIR } from './paths.ts';

/** Below node_modules: one a checkout, whose built client two commands would share, and whose processors they would. */
const FILE = join(CACHE_DIR, 'running.json');
const WAIT_MS = 500;

const holderSchema = z.object({
  pid: z.int(),
  /** Tells it from another process that has its number later; `null` where the system does not say. */
  born: z.union([z.string(), z.null()]),
  runId: z.string(),
  startedAt: z.string(),
});
/** Who measures, or measured and was killed. */
export type Holder = z.infer<typeof holderSchema>;

/** Another command measures in this checkout. */
class CheckoutBusy extends ToldError {
  override readonly name = 'CheckoutBusy';
}

/**
 * Takes the checkout for a command.
 * @param shallWait Until another one has ended, instead of throwing.
 * @returns Who was killed while it had the checkout, if one was.
 * @throws {CheckoutBusy} where another command measures.
 */
export async function lockCheckout(
  runId: string,
  shallWait: boolean,
  say: (line: string) => void,
): Promise<Holder | undefined> {
  const { pid } = process;
  const own: Holder = { pid, born: birthOf(pid), runId, startedAt: new Date().toISOString() };
  let left: Holder | undefined;
  await mkdir(dirname(FILE), { recursive: true });
  for (let told = false; !(await create(FILE, own)); ) {
    const holder = readHolder(FILE);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      if (await takeOver(holder, own)) left = holder;
      continue;
    }
    const words = `the run ${holder.runId} (process ${holder.pid}, since ${holder.startedAt}) measures in this checkout`;
    if (!shallWait) throw new CheckoutBusy(`${words}; wait for its end, or let this one wait: --wait`);
    if (!told) say(`${words}; waiting for its end …`);
    told = true;
    await wait(WAIT_MS);
  }
  return left;
}

/** At once, as a process that is leaving can wait for nothing. */
export function unlockCheckout(): void {
  if (readHolder(FILE)?.pid === process.pid) rmSync(FILE, { force: true });
}

/** Removes the lock of one that was killed. Of several that find it one does: else the second would remove what the first has put there. */
async function takeOver(dead: Holder, own: Holder): Promise<boolean> {
  const claim = `${FILE}.${dead.runId}`;
  if (!(await create(claim, own))) {
    const other = readHolder(claim);
    if (other && !isAlive(other)) await rm(claim, { force: true });
    await wait(WAIT_MS);
    return false;
  }
  const isStillThere = readHolder(FILE)?.runId === dead.runId;
  if (isStillThere) await rm(FILE, { force: true });
  await rm(claim);
  return isStillThere;
}

/** @returns Whether it was not there before. */
async function create(file: string, own: Holder): Promise<boolean> {
  // Written beside it first: whoever finds it reads it whole.
  const beside = `${FILE}.${process.pid}`;
  await writeFile(beside, JSON.stringify(own));
  try {
    await link(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside);
  }
}

/**
 * `undefined` where there is none.
 * @throws {CheckoutBusy} where something else stands there.
 */
function readHolder(file: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    throw new CheckoutBusy(`${file} is no lock of this suite; if nothing measures here, remove it`);
  }
}

function isAlive({ pid, born }: Holder): boolean {
  if (born !== null) return birthOf(pid) === born;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The boot and the tick at which a process started, on Linux; `null` elsewhere, and of one that is not there. */
function birthOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The third field is its state, Z where it has ended and nobody asked; the second, a name in brackets, may hold anything.
    const ticks = /^\d+ \(.*\) [^Z] (?:\S+ ){18}(\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}
