import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readResults } from '../../results/file/read.ts';
import { cellId, launchId } from '../../results/schema/ids.ts';
import type { Results } from '../../results/schema/results.ts';
import { ROOT } from '../checkout/paths.ts';
import { temporaryFolder } from '../checkout/temporary-folder.ts';
import { processesNaming, startBench } from '../testing/bench-process.ts';
import { canMount, MemoryLimit, NO_LIMITS, NO_MOUNTS } from '../testing/limits.ts';
import { skipUnlessAll } from '../testing/slow.ts';

/** Interrupted runs, and two runs at once. */

test.setTimeout(120_000);
const NODE = ['--no-install', '--engine', 'node'];
const SMALL_SIZES = [...NODE, '--size', '1KiB,4KiB', '--quick'];
const SMALL = [...SMALL_SIZES, '--launches', '3'];
const LONG_LAUNCHES = 15;
/** Two suites that share their launches, enough of them that a fast machine does not finish before it is killed. */
const LONG = [...SMALL_SIZES, '--suite', 'round-trip,linear-memory', '--launches', `${LONG_LAUNCHES}`];

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

/** Every sample of a complete launch before the interruption is in the results after it. */
function expectKept(before: Results, after: Results): void {
  const complete = before.launches.filter(({ durationMs }) => durationMs !== null);
  expect(complete).not.toEqual([]);
  expect(after.launches).toEqual(expect.arrayContaining(complete));
  const ids = new Set(complete.map(launchId));
  for (const cell of before.cells) {
    const then = after.cells.find((one) => cellId(one) === cellId(cell));
    if (cell.status !== 'measured' || then?.status !== 'measured') throw new Error(`${cellId(cell)} is lost`);
    const own = cell.launches.filter(({ launch }) => ids.has(launchId({ ...cell, launch })));
    expect(then.launches).toEqual(expect.arrayContaining(own));
  }
}

test('after a SIGKILL of the runner, the next run reports it and ends its processes, and --resume continues', async () => {
  skipUnlessAll();
  test.skip(process.platform !== 'linux', 'only Linux can list the processes left running');
  test.setTimeout(300_000);
  const latest = join(folder, 'latest.json');
  const killed = startBench(folder, LONG);
  await expect
    .poll(
      async () => {
        const results = await readResults(latest).catch(() => undefined);
        return results?.launches.some(({ launch, durationMs }) => launch === 1 && durationMs !== null);
      },
      { timeout: 90_000 },
    )
    .toBeTruthy();
  killed.child.kill('SIGKILL');
  // The processes that it started keep its output open.
  await once(killed.child, 'exit');
  const before = await readResults(latest);
  expect(before.outcome).toBe('unfinished');
  expect(before.passes).toEqual([]);
  expect(await processesNaming(before.run.id)).not.toEqual([]);

  const other = startBench(folder, ['--no-install', '--engine', 'bun', '--resume']);
  expect(await other.exitCode, other.output()).toBe(2);
  expect(other.output()).toMatch(
    new RegExp(`The run ${before.run.id} was killed before it ended: \\d+ of its processes`),
  );
  expect(other.output()).toContain(
    '--resume: the run has measured a part of node, which --engine leaves out',
  );

  const named = startBench(folder, [...NODE, '--resume', '--transport', 'clone']);
  expect(await named.exitCode, named.output()).toBe(2);
  expect(named.output()).toContain(
    '--transport clone cannot be combined with --resume: a resumed run keeps its transports',
  );

  const resumed = startBench(folder, [...NODE, '--resume']);
  expect(await resumed.exitCode, resumed.output()).toBe(0);
  const after = await readResults(latest);
  expect(after).toMatchObject({ outcome: 'complete', run: before.run });
  expectKept(before, after);
  for (const { name } of after.run.suites) {
    const launches = after.launches.filter(({ suite }) => suite === name);
    expect(launches.map(({ launch }) => launch).sort((a, b) => a - b)).toEqual(
      Array.from({ length: LONG_LAUNCHES }, (_, launch) => launch),
    );
  }
  expect(new Set(after.cells.map(({ suite }) => suite))).toEqual(
    new Set(after.run.suites.map(({ name }) => name)),
  );
  expect(new Set(after.cells.map(({ status }) => status))).toEqual(new Set(['measured']));
  expect(await processesNaming(before.run.id)).toEqual([]);
  expect(existsSync(temporaryFolder(before.run.id))).toBe(false);

  const again = startBench(folder, [...NODE, '--resume']);
  expect(await again.exitCode).toBe(2);
  expect(again.output()).toContain('nothing to resume; the last run, ');
});

test('a run that is killed ten times and resumed each time completes: nothing is lost, nothing is left', async () => {
  skipUnlessAll();
  test.skip(process.platform !== 'linux', 'only Linux can list the processes left running');
  test.setTimeout(480_000);
  const latest = join(folder, 'latest.json');
  const text = async () => {
    const [log] = (await readdir(join(folder, 'runs')).catch(() => [])).filter((name) =>
      name.endsWith('.ndjson'),
    );
    return log === undefined ? '' : readFile(join(folder, 'runs', log), 'utf8');
  };
  const linesOf = (log: string) => log.split('\n').slice(0, -1);
  /** The log entries since the run was last started or resumed. */
  const newLines = (lines: readonly string[], resumed: number) => {
    const at = lines.flatMap((line, index) => (line.includes('"kind":"resumed"') ? [index] : []));
    return at.length < resumed ? 0 : lines.length - (at[resumed - 1] ?? -1) - 1;
  };
  let before: string[] = [];
  let runId = '';
  async function killWhen(isTime: () => Promise<boolean>, kill: number): Promise<void> {
    const bench = startBench(folder, kill === 0 ? LONG : [...NODE, '--resume']);
    await expect.poll(isTime, { timeout: 120_000, intervals: [5] }).toBe(true);
    const exited = once(bench.child, 'exit');
    bench.child.kill('SIGKILL');
    ({ id: runId } = (await readResults(latest)).run);
    // Kills the runner only, whose engines and tests then continue for a while, or every process of the run.
    if (kill % 2 === 1) for (const pid of await processesNaming(runId)) process.kill(Number(pid), 'SIGKILL');
    await exited;
    const after = linesOf(await text());
    expect(after.slice(0, before.length)).toEqual(before);
    before = after;
  }
  const MOMENTS = [1, 2, 3, 4, 6, 9, 13, 18, 24];
  for (const [kill, lines] of MOMENTS.entries()) {
    await killWhen(async () => newLines(linesOf(await text()), kill) >= lines, kill);
  }
  // And once after a suite is complete.
  await killWhen(async () => (await readResults(latest)).passes.length > 0, MOMENTS.length);
  const kept = await readResults(latest);
  const last = startBench(folder, [...NODE, '--resume']);
  expect(await last.exitCode, last.output()).toBe(0);
  const results = await readResults(latest);
  expect(results).toMatchObject({ outcome: 'complete', run: { id: runId } });
  expect(results.cells.map(({ status }) => status)).toEqual(results.cells.map(() => 'measured'));
  expect(linesOf(await text()).slice(0, before.length)).toEqual(before);
  expectKept(kept, results);
  for (const { suite } of kept.passes) {
    const cellsOf = ({ cells }: Results) => cells.filter((cell) => cell.suite === suite);
    expect(cellsOf(results)).toEqual(cellsOf(kept));
  }
  expect(await processesNaming(runId)).toEqual([]);
  expect(existsSync(temporaryFolder(runId))).toBe(false);
});

test('with two runs at once in one checkout, the second reports it and stops, or waits', async () => {
  skipUnlessAll();
  const first = startBench(join(folder, 'first'), [...SMALL, '--suite', 'round-trip']);
  await expect.poll(() => first.output(), { timeout: 60_000 }).toContain('\nrun ');
  const second = startBench(join(folder, 'second'), [...SMALL, '--suite', 'round-trip']);
  expect(await second.exitCode, second.output()).toBe(1);
  expect(second.output()).toMatch(/run \S+ \(process \d+, since \S+\) is measuring in this checkout/);
  expect(second.output()).not.toContain('    at ');
  expect(existsSync(join(folder, 'second'))).toBe(false);
  const third = startBench(join(folder, 'third'), [...SMALL, '--suite', 'round-trip', '--wait']);
  expect(await first.exitCode, first.output()).toBe(0);
  expect(await third.exitCode, third.output()).toBe(0);
  expect(third.output()).toContain('waiting for it to end');
  expect((await readResults(join(folder, 'first/latest.json'))).outcome).toBe('complete');
  expect((await readResults(join(folder, 'third/latest.json'))).outcome).toBe('complete');
});

test('below a memory limit, a cell that may not fit is skipped with that reason, and smaller cells are measured', async () => {
  skipUnlessAll();
  const limit = await MemoryLimit.create(900 * 1024 ** 2);
  test.skip(!limit, NO_LIMITS);
  if (!limit) return;
  const args = ['--no-install', '--engine', 'node', '--suite', 'round-trip', '--size', '1KiB,256MiB'];
  const bench = startBench(folder, [...args, '--quick', '--launches', '1']);
  try {
    await limit.holds([bench.child.pid ?? 0]);
    expect(await bench.exitCode, bench.output()).toBe(0);
    const { cells } = await readResults(join(folder, 'latest.json'));
    expect(cells.length).toBeGreaterThan(10);
    for (const cell of cells) {
      if (cell.sizeBytes === 1024) expect(cell.status).toBe('measured');
      else {
        expect(cell).toMatchObject({
          status: 'skipped',
          reason: expect.stringMatching(
            /^not enough memory: it may need 1\.3 GiB, and \d+ MiB is available$/,
          ),
        });
      }
    }
    expect(await limit.kills()).toBe(0);
  } finally {
    await limit.remove();
  }
});

/** Runs twice on a disk of 1 MiB, with a given free space for the second run. */
async function benchOnFullDisk(leftKib: number) {
  test.skip(!(await canMount()), NO_MOUNTS);
  const out = join(folder, 'out');
  const script = `
    bench() { "$NODE" runner/bootstrap.mjs runner/commands/bench.ts --out "$OUT" --suite round-trip ${SMALL.join(' ')}; }
    mkdir "$OUT" && mount -t tmpfs -o size=1m tmpfs "$OUT" && bench > "$KEPT/first" 2>&1 || exit 99
    cp "$OUT"/runs/*.json "$KEPT/before.json"; first=$(ls "$OUT"/runs/*.json)
    dd if=/dev/zero of="$OUT/room" bs=1k count=${leftKib} 2> "$KEPT/room"
    dd if=/dev/zero of="$OUT/filling" bs=1k 2> "$KEPT/filling"
    rm "$OUT/room"
    bench; code=$?
    cp "$first" "$KEPT/after.json"; cp "$OUT/latest.json" "$KEPT"; ls -R "$OUT" > "$KEPT/files"
    exit $code`;
  const environment = { ...process.env, NODE: process.execPath, OUT: out, KEPT: folder };
  const child = spawn('unshare', ['--mount', 'sh', '-c', script], { cwd: ROOT, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [exitCode] = await once(child, 'close');
  const kept = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  return {
    exitCode,
    output,
    before: await kept('before.json'),
    after: await kept('after.json'),
    files: await kept('files'),
  };
}

for (const [when, leftKib] of [
  ['from the start', 0],
  ['in the middle of a run', 72],
] as const) {
  test(`the disk is full ${when}: an error says so, and the earlier results are unchanged`, async () => {
    skipUnlessAll();
    const { exitCode, output, before, after, files } = await benchOnFullDisk(leftKib);
    expect(exitCode, output).toBe(1);
    expect(output).toMatch(
      /cannot be written: ENOSPC: no space left on device.*; (?:the previous file|what was written before) is unchanged/,
    );
    expect(output).not.toContain('    at ');
    expect(output.includes('\nrun ')).toBe(leftKib > 0);
    expect(before).toContain('"outcome":"complete"');
    expect(after).toBe(before);
    // The earlier results, or as much of this run as fitted.
    await readResults(join(folder, 'latest.json'));
    expect(files).not.toContain('.tmp');
  });
}

test('a folder that cannot take a file is an error before anything is measured', async () => {
  const below = join(folder, 'file');
  await writeFile(below, '');
  const bench = startBench(below, SMALL);
  expect(await bench.exitCode, bench.output()).toBe(1);
  expect(bench.output()).toContain(below);
  expect(bench.output()).toMatch(/cannot be written: ENO(TDIR|ENT)/);
  expect(bench.output()).not.toMatch(/ {4}at |\nrun /);
});

test('a folder that cannot be created is an error, without waiting', async () => {
  test.skip(process.platform !== 'linux', 'only Linux has /proc, where nothing can be made');
  const bench = startBench('/proc/none/results', SMALL);
  expect(await bench.exitCode, bench.output()).toBe(1);
  expect(bench.output()).toContain('cannot be written: ENOENT');
});
