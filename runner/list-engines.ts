import { STARTED_ENGINE_NAMES } from './engines.ts';
import { describeEngines, setUpEngines } from './set-up.ts';

/** `npm run engines`: fetches what is missing and lists what there is, as `bench` and `npm test` do first. */
const found = await setUpEngines(STARTED_ENGINE_NAMES, {
  install: !process.argv.includes('--no-install'),
  say: console.log,
});
for (const line of describeEngines(found)) console.log(line);
