import {
  formatCellName,
  formatDuration,
  formatRatio,
  formatRatioEstimate,
} from '../../../results/findings/format.ts';
import { formatDeviations, limitOf, newMemoryLines } from '../../../results/findings/noise-words.ts';
import type { EngineRecord, FoundEngine } from '../../../results/schema/engine.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import type { Conditions, Summary } from '../../../results/summary/summary.ts';
import { leastSeen, TWIN_CHANCE, twinRatios } from '../../../results/summary/twins.ts';
import { element, table } from '../parts/dom.ts';

/** The record of the run: builds, flags, clocks and hosts. */
export function recordSection(summary: Summary): HTMLElement[] {
  const twins = twinRows(summary);
  return [
    tableOrWords(
      'Engines',
      'The file lists no engines.',
      [
        'engine',
        'version',
        'build',
        'started with',
        'isolated',
        'clock step, page / worker',
        'launches of a suite',
        'load before launches',
        'collections read from',
      ],
      summary.engines.map((engine) => engineRow(engine, summary)),
    ),
    ...list(summary.engines.flatMap((engine) => (engine.status === 'found' ? engine.notes : []))),
    tableOrWords(
      'Hosts',
      'The file lists no hosts.',
      ['host', 'system', 'processor', 'cores', 'memory', 'first write to 4 KiB', 'notes'],
      summary.hosts.map(({ os, arch, cpu, cores, memoryBytes, firstTouchUs, notes }, at) => [
        `${at + 1}`,
        `${os} ${arch}`,
        cpu,
        String(cores),
        formatSize(memoryBytes),
        firstTouchUs === null ? 'not measured' : formatDuration(firstTouchUs / 1000),
        notes.join(' ') || '–',
      ]),
    ),
    ...withList('Cells without a figure', withoutFigure(summary)),
    ...(twins.length === 0
      ? []
      : [
          table(
            `A/A: clone compared with itself; ${TWIN_CHANCE}`,
            ['engine', 'suite', 'size', 'ratio', 'smallest difference outside the interval', 'outcome'],
            twins,
          ),
        ]),
    tableOrWords(
      'Where the noise is: how much each level adds to the scatter of a ratio to the baseline',
      'No ratio was measured in two launches.',
      ['engine', 'suite', 'launch, page, worker, round', 'what limits this run'],
      summary.noise.map((noise) => [noise.engine, noise.suite, formatDeviations(noise), limitOf(noise)]),
    ),
    ...list(newMemoryLines(summary)),
    table(
      'Transports and controls',
      ['name', 'what it does'],
      summary.run.suites.flatMap((suite) =>
        suite.transports.map(({ name, title, role }) => [
          `${suite.name}: ${name}`,
          role === 'transport' ? title : `${role}: ${title}`,
        ]),
      ),
    ),
  ];
}

function tableOrWords(
  caption: string,
  words: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  return rows.length === 0 ? element('p', {}, words) : table(caption, head, rows);
}

function withList(title: string, lines: readonly string[]): HTMLElement[] {
  return lines.length === 0 ? [] : [element('h3', {}, title), ...list(lines)];
}

function list(lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [element('ul', { class: 'note' }, ...lines.map((line) => element('li', {}, line)))];
}

/** One line per reason, with the cells that have no figure for that reason. */
function withoutFigure({ cells, run }: Summary): string[] {
  const reasons = new Map<string, string[]>();
  for (const cell of cells) {
    const suite = run.suites.find(({ name }) => name === cell.suite);
    if (cell.status === 'measured' || !suite) continue;
    const reason = `${cell.engine}, ${cell.suite}: ${cell.status}: ${cell.reason}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), formatCellName(suite, cell)]);
  }
  return [...reasons].map(([reason, names]) => `${names.join(', ')}: ${reason}`);
}

/** The A/A check: in each engine, a clone should not be distinguishable from itself. */
function twinRows(summary: Summary): string[][] {
  return twinRatios(summary).map((twin) => {
    const { engine, suite, sizeBytes, estimate, isDistinguishable } = twin;
    const least = leastSeen(twin);
    return [
      engine,
      suite,
      formatSize(sizeBytes),
      formatRatioEstimate(estimate),
      least === null ? 'unknown' : `×${formatRatio(least)}`,
      isDistinguishable ? 'distinguishable' : 'not distinguishable',
    ];
  });
}

function engineRow(engine: EngineRecord, { launches, cells, conditions }: Summary): string[] {
  if (engine.status === 'missing') {
    return [
      engine.engine,
      '–',
      `not found: ${engine.reason}. ${engine.remedy}`,
      '–',
      '–',
      '–',
      '0',
      '–',
      '–',
    ];
  }
  const own = launches.filter((launch) => launch.engine === engine.engine);
  const environment = Object.entries(engine.environment).map(([name, value]) => `${name}=${value}`);
  const found = conditions.find((one) => one.engine === engine.engine);
  const loads = own.flatMap(({ loadAverage }) => loadAverage ?? []);
  return [
    engine.engine,
    engine.version,
    engine.source,
    [...environment, ...engine.flags].join(' ') || 'no flags',
    isolationOf(found),
    found
      ? `${formatDuration(found.mainClockStepMs)} / ${formatDuration(found.workerClockStepMs)}`
      : 'unknown',
    launchesInWords(own),
    loads.length === 0 ? 'unknown' : `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`,
    gcSourceOf(engine, cells),
  ];
}

/** Suites have different numbers of launches. */
function launchesInWords(own: Summary['launches']): string {
  const counts = new Map<string, number>();
  for (const { suite, durationMs } of own)
    if (durationMs !== null) counts.set(suite, (counts.get(suite) ?? 0) + 1);
  const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())];
  if (counts.size === 0) return '0';
  return least === most ? `${least}` : `${least} to ${most}`;
}

function gcSourceOf({ engine, gcAccount }: FoundEngine, cells: Summary['cells']): string {
  if (gcAccount.status === 'unsupported') return `unsupported: ${gcAccount.reason}`;
  const notUnderstood = cells
    .filter((cell) => cell.status === 'measured')
    .filter((cell) => cell.engine === engine)
    .flatMap(({ gc }) => (gc.status === 'measured' ? gc.watches : []))
    .reduce((sum, watch) => sum + watch.notUnderstood, 0);
  return `${gcAccount.source}; lines not understood: ${notUnderstood}`;
}

function isolationOf(found: Conditions | undefined): string {
  if (!found) return 'unknown';
  const { crossOriginIsolated } = found.isolation;
  if (crossOriginIsolated === null) return 'not applicable';
  return crossOriginIsolated ? 'yes' : 'no';
}
