import { efficiencyOf, formatEfficiency } from '../../results/efficiency.ts';
import type { Results } from '../../results/schema.ts';
import { durationRangeMs } from './chart.ts';
import { byId, element } from './dom.ts';
import { engineSection } from './engine-section.ts';
import { recordSection } from './record.ts';
import { stylesOf } from './series.ts';

const results = JSON.parse(byId('results').textContent) as Results;
const { run } = results;
const styles = stylesOf(run.transports);

byId('run').textContent =
  `Run ${run.id}, ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, profile ${run.profile}, ` +
  `seed ${run.seed}` +
  `${results.outcome === 'complete' ? '' : `; this run is ${results.outcome}`}. ${formatEfficiency(efficiencyOf(results))}.`;

byId('legend').append(
  ...run.transports
    .filter(({ role }) => role !== 'twin')
    .map(({ name, title, role }) => {
      const style = styles.get(name);
      const symbol = element('span', { 'aria-hidden': 'true' }, style?.symbol ?? '');
      symbol.style.color = style?.color ?? '';
      return element('span', { title, class: role }, symbol, ` ${name}`);
    }),
);

const range = durationRangeMs(results.cells);
byId('engines').append(...results.engines.map((engine) => engineSection(engine, { results, styles, range })));
byId('record').append(...recordSection(results));
