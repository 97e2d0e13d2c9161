import { askClaims } from '../measure/ask-claims.ts';
import { measureSuite } from '../measure/measure-suite.ts';
import { SILENCE_MS } from '../measure/run-session.ts';
import { watchSuite } from '../measure/watch-suite.ts';
import { eachEngine } from './each-engine.ts';
import { currentRun } from './run.ts';

/** The tests of a run: each suite, and the claims, in each engine. runner/commands/bench.ts starts them and reports the results. */

const run = await currentRun();

for (const suite of run.suites) {
  eachEngine(suite.name, async (engine) => {
    const measurement = { ...engine, suite, silenceMs: SILENCE_MS };
    const { measured, failure } = await measureSuite(measurement);
    await watchSuite(measurement, measured);
    if (failure !== undefined) throw new Error(failure);
  });
}

if (run.claims) eachEngine('claims', askClaims);
