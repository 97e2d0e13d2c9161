import { askClaims } from '../measure/ask-claims.ts';
import { measureSuites } from '../measure/measure-suites.ts';
import { SILENCE_MS } from '../measure/run-session.ts';
import { watchSuite } from '../measure/watch-suite.ts';
import { eachEngine } from './each-engine.ts';
import { currentRun } from './run.ts';
import { testsOf } from './run-tests.ts';

/** The tests of a run, in each engine. runner/commands/bench.ts starts them and reports the results. */

const run = await currentRun();

for (const names of testsOf(run)) {
  eachEngine(names, async (engine, left, before) => {
    const suites = run.suites.filter(({ name }) => left.includes(name));
    const [first, ...others] = suites.map((suite) => ({
      ...engine,
      suite,
      silenceMs: SILENCE_MS,
      before: before.entriesOf(engine.engine, suite.name),
    }));
    if (!first) return askClaims(engine);
    const outcomes = await measureSuites([first, ...others]);
    for (const { measurement, measured } of outcomes) await watchSuite(measurement, measured);
    const failures = outcomes.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0) throw new Error([...new Set(failures)].join('; '));
  });
}
