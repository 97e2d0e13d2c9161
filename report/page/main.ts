import { efficiencyOf, formatEfficiency } from '../../results/efficiency.ts';
import type { Results, SuiteInfo } from '../../results/schema.ts';
import { durationRangeMs } from './chart.ts';
import { claimsSection } from './claims.ts';
import { byId, element } from './dom.ts';
import { engineSection } from './engine-section.ts';
import { recordSection } from './record.ts';
import { stylesOf } from './series.ts';

const results = JSON.parse(byId('results').textContent) as Results;
const { run } = results;

byId('run').textContent =
  `Run ${run.id}, ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, profile ${run.profile}, ` +
  `seed ${run.seed}` +
  `${results.outcome === 'complete' ? '' : `; this run is ${results.outcome}`}. ${formatEfficiency(efficiencyOf(results))}.`;

byId('claims').append(...claimsSection(results));
byId('suites').append(...run.suites.map(suiteSection));
byId('record').append(...recordSection(results));

function suiteSection(suite: SuiteInfo): HTMLElement {
  const styles = stylesOf(suite.transports);
  const range = durationRangeMs(results.cells.filter((cell) => cell.suite === suite.name));
  const legend = suite.transports
    .filter(({ role }) => role !== 'twin')
    .map(({ name, title, role }) => {
      const style = styles.get(name);
      const symbol = element('span', { 'aria-hidden': 'true' }, style?.symbol ?? '');
      symbol.style.color = style?.color ?? '';
      return element('span', { title, class: role }, symbol, ` ${name}`);
    });
  return element(
    'section',
    { id: suite.name, 'aria-labelledby': `${suite.name}-title` },
    element('h2', { id: `${suite.name}-title` }, suite.name),
    element('p', { class: 'lead' }, suite.question),
    element('div', { class: 'legend' }, ...legend),
    element(
      'div',
      { class: 'engines' },
      ...results.engines.map((engine) => engineSection(engine, { results, suite, styles, range })),
    ),
  );
}
