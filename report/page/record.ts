import { formatDuration } from '../../results/format.ts';
import type { Cell, EngineRecord, FoundEngine, Launch, Results } from '../../results/schema.ts';
import { formatSize } from '../../results/sizes.ts';
import { element, table } from './dom.ts';

/** What a doubter asks first: which builds, how started, which clocks, on what. */
export function recordSection(results: Results): HTMLElement[] {
  return [
    table(
      'Engines',
      [
        'engine',
        'version',
        'build',
        'started with',
        'isolated',
        'clock step, page / worker',
        'launches',
        'collections read from',
      ],
      results.engines.map((engine) => engineRow(engine, results)),
    ),
    element(
      'ul',
      { class: 'note' },
      ...results.engines
        .flatMap((engine) => (engine.status === 'found' ? engine.notes : []))
        .map((note) => element('li', {}, note)),
    ),
    table(
      'Hosts',
      ['system', 'processor', 'cores', 'memory', 'to know'],
      results.hosts.map(({ os, arch, cpu, cores, memoryBytes, notes }) => [
        `${os} ${arch}`,
        cpu,
        String(cores),
        formatSize(memoryBytes),
        notes.join(' ') || '–',
      ]),
    ),
    table(
      'Transports and controls',
      ['name', 'what it does'],
      results.run.suites.flatMap((suite) =>
        suite.transports.map(({ name, title, role }) => [
          `${suite.name}: ${name}`,
          role === 'transport' ? title : `${role}: ${title}`,
        ]),
      ),
    ),
  ];
}

function engineRow(engine: EngineRecord, { launches, cells }: Results): string[] {
  if (engine.status === 'missing') return [engine.engine, '–', 'not found', '–', '–', '–', '0', '–'];
  const own = launches.filter((launch) => launch.engine === engine.engine);
  const environment = Object.entries(engine.environment).map(([name, value]) => `${name}=${value}`);
  return [
    engine.engine,
    engine.version,
    engine.source,
    [...environment, ...engine.flags].join(' ') || 'no flags',
    isolationOf(own),
    clockOf(own),
    `${own.filter(({ durationMs }) => durationMs !== null).length}`,
    gcSourceOf(engine, cells),
  ];
}

function gcSourceOf({ engine, gcAccount }: FoundEngine, cells: readonly Cell[]): string {
  if (gcAccount.status === 'unsupported') return `unsupported: ${gcAccount.reason}`;
  const notUnderstood = cells
    .filter((cell) => cell.status === 'measured')
    .filter((cell) => cell.engine === engine)
    .reduce((sum, { gc }) => sum + (gc.status === 'measured' ? gc.notUnderstood : 0), 0);
  return `${gcAccount.source}; not understood: ${notUnderstood}`;
}

function isolationOf(launches: readonly Launch[]): string {
  const isolation = launches[0]?.pages[0]?.isolation;
  if (!isolation) return 'not known';
  if (isolation.crossOriginIsolated === null) return 'has no such notion';
  return isolation.crossOriginIsolated ? 'yes' : 'no';
}

/** The largest steps seen: what the shortest sample was held against. */
function clockOf(launches: readonly Launch[]): string {
  const pages = launches.flatMap((launch) => launch.pages);
  if (pages.length === 0) return 'not known';
  const largest = (steps: number[]) => formatDuration(Math.max(...steps));
  return [
    largest(pages.map(({ mainClockStepMs }) => mainClockStepMs)),
    largest(pages.map(({ workerClockStepMs }) => workerClockStepMs)),
  ].join(' / ');
}
