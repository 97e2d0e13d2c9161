import { expect, test } from 'playwright/test';
import type { Cpu } from '../../results/schema/cell.ts';
import { remedyOf } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { watch } from '../testing/watch.ts';
import { READS_PROCESSES } from './process-tree.ts';

/** Runs after all other tests, because the share of a core that a thread gets depends on what else runs. */

for (const name of STARTED_ENGINE_NAMES) {
  test(`${name}: a signal by a message costs processor time on both sides, and a spin keeps both busy`, async () => {
    // Each JavaScript engine is watched in one of its runtimes and browsers at least.
    skipUnlessAll(name === 'webkit' || name === 'node' || name === 'deno');
    const found = await ENGINES[name].find();
    test.skip(found.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
    if (found.status === 'missing') return;
    test.skip(!READS_PROCESSES, 'a process’s time is read from /proc, which only Linux has');
    const busy = (cpu: Cpu) => {
      if (cpu.status !== 'measured') throw new Error(cpu.reason);
      return cpu.cpuMs / cpu.wallMs;
    };
    const pressure = await watch(found, 0, 20_000, ['post-message', 'spin']);
    expect(busy(pressure('post-message').cpu)).toBeGreaterThan(0.2);
    expect(busy(pressure('spin').cpu)).toBeGreaterThan(1);
  });
}
