import { shuffler } from '../../suites/plan/shuffle.ts';
import type { PartPlan } from './launch-part.ts';
import { measureLaunch } from './measure-launch.ts';
import type { Measurement } from './measurement.ts';
import { type Outcome, SuiteState } from './suite-state.ts';

/**
 * Measures suites on one engine, launch after launch, and records every event. The suites share each launch, because starting an
 * engine takes as long as measuring a suite. Their order differs by launch. After an interruption, some can be launches ahead of
 * others.
 */
export async function measureSuites(
  measurements: readonly [Measurement, ...Measurement[]],
): Promise<readonly Outcome[]> {
  const [{ run, engine, silenceMs }] = measurements;
  const states = measurements.map((measurement) => new SuiteState(measurement));
  for (;;) {
    const parts: PartPlan[] = [];
    for (const state of states) {
      const part = await state.nextPart();
      if (part) parts.push(part);
    }
    const [first] = parts;
    if (!first) break;
    await measureParts(shuffler(`${run.seed}/${engine}/${first.launch}`)(parts), silenceMs);
    for (const { state, launch } of parts) state.endLaunch(launch);
  }
  return Promise.all(states.map((state) => state.end()));
}

/** Measures the parts in one start of the engine. If it fails, the part that failed is measured again alone, and then the others. */
async function measureParts(parts: readonly PartPlan[], silenceMs: number): Promise<void> {
  let left = parts;
  for (let [first, ...others] = left; first; [first, ...others] = left) {
    const { completed, lost } = await measureLaunch([first, ...others], silenceMs);
    const failed = left[completed];
    left = left.slice(completed + 1);
    if (lost && failed) await retry(failed, lost.reason, silenceMs);
  }
}

/**
 * Measures a part again: its pages then name each cell, and if the launch fails again, the named cell has failed. The launch is
 * restarted without that cell, so that all other cells are still measured.
 */
async function retry(part: PartPlan, why: string, silenceMs: number): Promise<void> {
  const { state } = part;
  for (let reason = why; ; ) {
    const { lost } = await measureLaunch([state.again(part, reason)], silenceMs);
    if (!lost) return;
    ({ reason } = lost);
    state.fail(reason);
    if (!lost.inFlight) return;
    await state.failCell(lost.inFlight, reason);
  }
}
