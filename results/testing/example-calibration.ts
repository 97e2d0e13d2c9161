import {
  type CalibrationLine,
  type Calibrations,
  calibrationOf,
  type Planted,
  withCalibration,
} from '../comparison/calibration.ts';
import type { Verdict } from '../comparison/verdicts.ts';
import { exampleResults } from './example.ts';

const STARTED_AT = '2026-01-01T00:00:00.000Z';

/** An example log of a calibration: two comparisons of unchanged code, and one with a slowed clone. */
export function exampleCalibrationLog(): CalibrationLine[] {
  const { run, hosts, engines } = exampleResults();
  const [host, engine] = [hosts[0], engines.find(({ status }) => status === 'found')];
  if (!host || engine?.status !== 'found') throw new Error('the example has no host or engine');
  const { suiteVersion, commit, noCommit } = run;
  const planted = { regime: 'copying', factor: 1.1, transport: 'clone', sizeBytes: 1024 ** 2 } as const;
  return [
    {
      kind: 'slice',
      startedAt: STARTED_AT,
      commit,
      noCommit,
      subject: {
        engine: engine.engine,
        engineVersion: engine.version,
        design: 'paired launches',
        pairs: 20,
        suiteVersion,
        host,
      },
    },
    trial(null, 'unchanged', 90_000),
    trial(null, 'inconclusive', 100_000),
    trial(planted, 'regressed', 150_000),
  ];
}

/** A comparison of two cells, of which the clone has this verdict. */
function trial(planted: Planted, verdict: 'unchanged' | 'inconclusive' | 'regressed', durationMs: number) {
  const cell = (transport: string, own: Verdict) => ({
    transport,
    sizeBytes: 1024 ** 2,
    verdict: own,
    ratio: 1,
    minimumDetectable: 1.12,
  });
  return {
    kind: 'trial' as const,
    planted,
    startedAt: STARTED_AT,
    durationMs,
    outcome: verdict,
    cells: [cell('clone', verdict), cell('share', 'unchanged')],
  };
}

export function exampleCalibrations(): Calibrations {
  const calibration = calibrationOf(exampleCalibrationLog());
  if (!calibration) throw new Error('the example has no comparison');
  return withCalibration([], calibration);
}
