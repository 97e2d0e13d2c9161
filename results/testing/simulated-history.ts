import type { EngineName } from '../schema/keys.ts';
import { HISTORY_VERSION, type HistoryEntry } from '../trends/history.ts';
import { normal } from './simulated.ts';

const ENGINES = ['chromium', 'firefox', 'webkit', 'node', 'bun', 'deno'] as const satisfies EngineName[];
const TRANSPORTS = ['clone', 'transfer', 'share', 'copy-fresh', 'ping'];
const SIZES_BYTES = [1024, 64 * 1024, 1024 ** 2, 16 * 1024 ** 2, 256 * 1024 ** 2];
const LAUNCHES = 4;
const DAY_MS = 86_400_000;

/** Starting on a day, a transport of an engine takes N times as long. */
export interface PlantedStep {
  readonly engine: EngineName;
  readonly transport: string;
  readonly day: number;
  readonly factor: number;
}

/** A daily run of six engines on one machine with known steps, for the tests. */
export function simulatedHistory(days: number, steps: readonly PlantedStep[]): HistoryEntry[] {
  return Array.from({ length: days }, (_, day) => {
    const startedAt = new Date(Date.UTC(2025, 0, 1) + day * DAY_MS).toISOString();
    return {
      historyVersion: HISTORY_VERSION,
      run: {
        id: `${startedAt.slice(0, 10)}-run`,
        startedAt,
        profile: 'default',
        suiteVersion: '0.1.0',
        commit: day.toString(16).padStart(40, '0'),
        isolation: 'on',
      },
      hosts: [{ id: 'host-a', os: 'Linux', arch: 'x64', cpu: 'a processor', cores: 2 }],
      engines: ENGINES.map((engine) => ({
        engine,
        version: String(1 + Math.floor(day / 90)),
        host: 'host-a',
      })),
      pairs: [
        { suite: 'round-trip', above: 'clone', below: 'transfer' },
        { suite: 'round-trip', above: 'clone', below: 'share' },
        { suite: 'round-trip', above: 'transfer', below: 'share' },
        { suite: 'round-trip', above: 'clone', below: 'copy-fresh' },
        { suite: 'round-trip', above: 'transfer', below: 'ping' },
        { suite: 'round-trip', above: 'share', below: 'ping' },
      ],
      cells: ENGINES.flatMap((engine) =>
        SIZES_BYTES.flatMap((sizeBytes) =>
          TRANSPORTS.map((transport) => {
            const factor = steps
              .filter((step) => step.engine === engine && step.transport === transport && day >= step.day)
              .reduce((product, step) => product * step.factor, 1);
            const copies = transport === 'clone' || transport === 'copy-fresh';
            const meanMs = factor * (0.05 + (copies ? sizeBytes * 2e-7 : 0));
            const launches = Array.from({ length: LAUNCHES }, (__, launch): [number, number] => [
              launch,
              Number((meanMs * Math.exp(0.1 * normal())).toPrecision(4)),
            ]);
            return { engine, suite: 'round-trip', transport, parameter: null, sizeBytes, launches };
          }),
        ),
      ),
    };
  });
}
