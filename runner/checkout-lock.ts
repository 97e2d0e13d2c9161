import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ROOT } from './paths.ts';

/** Below node_modules: one a checkout, whose built client two runs would share, and whose processors they would. */
const FILE = join(ROOT, 'node_modules/.cache/clone-transfer-share/running.json');
const WAIT_MS = 500;

const holderSchema = z.object({ pid: z.int(), runId: z.string(), startedAt: z.string() });
/** Who measures, or measured and was killed. */
export type Holder = z.infer<typeof holderSchema>;

/** Another run measures in this checkout. */
export class CheckoutBusy extends Error {
  override readonly name = 'CheckoutBusy';
}

/**
 * Takes the checkout for a run.
 * @param shallWait Until another run has ended, instead of throwing.
 * @returns What a killed run left behind, if one did.
 * @throws {CheckoutBusy} where another run measures.
 */
export async function lockCheckout(
  runId: string,
  shallWait: boolean,
  say: (line: string) => void,
): Promise<Holder | undefined> {
  const own: Holder = { pid: process.pid, runId, startedAt: new Date().toISOString() };
  let left: Holder | undefined;
  await mkdir(dirname(FILE), { recursive: true });
  for (let told = false; !(await create(own)); ) {
    const holder = readHolder();
    if (holder === undefined || !isAlive(holder)) {
      left = holder ?? left;
      await rm(FILE, { force: true });
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
  if (readHolder()?.pid === process.pid) rmSync(FILE, { force: true });
}

async function create(own: Holder): Promise<boolean> {
  // Written beside it first: whoever finds it reads it whole.
  const beside = `${FILE}.${process.pid}`;
  await writeFile(beside, JSON.stringify(own));
  try {
    await link(beside, FILE);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside);
  }
}

/** `undefined` where there is none. */
function readHolder(): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  } catch {
    return undefined;
  }
}

/** After a restart of the machine its number is another process's. */
function isAlive({ pid, startedAt }: Holder): boolean {
  if (Date.parse(startedAt) < Date.now() - 1000 * uptime()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
