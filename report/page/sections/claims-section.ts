import { claimRows } from '../../../results/findings/claim-answers.ts';
import type { ClaimResult, ClaimVerdict } from '../../../results/schema/claim.ts';
import type { Summary } from '../../../results/summary/summary.ts';
import { element, table } from '../parts/dom.ts';

const MARKS: Record<ClaimVerdict, string> = {
  holds: '✓',
  'does not hold': '✗',
  undecided: '?',
  'cannot be tested here': '–',
};

/** The claims of the guide, with the verdict and the evidence of each engine. @param label Of a run that was added. */
export function claimsSection(summary: Summary, label: string | null): HTMLElement[] {
  const { engines, rows } = claimRows(summary);
  if (rows.length === 0 || engines.length === 0) return [];
  const title = `What the guide claims${label === null ? '' : `: ${label}`}`;
  return [
    element(
      'section',
      { 'aria-label': title },
      element('h2', {}, title),
      element(
        'p',
        { class: 'lead' },
        'A guide on sharing memory between WebAssembly and workers makes these claims. Each was checked in every engine.',
      ),
      table(
        'The claims and the verdict of each engine',
        ['claim', ...engines],
        rows.map(({ words, findings }) => [words, ...findings.map(verdict)]),
      ),
      element(
        'details',
        {},
        element('summary', {}, 'The evidence'),
        element(
          'dl',
          {},
          ...rows.flatMap(({ words, findings }) => [element('dt', {}, words), ...findings.flatMap(evidence)]),
        ),
      ),
    ),
  ];
}

function verdict(finding: ClaimResult | undefined): HTMLElement {
  if (!finding) return element('span', { class: 'note' }, 'not checked');
  const { verdict: said } = finding;
  return element(
    'span',
    { class: `verdict ${said.replaceAll(' ', '-')}` },
    element('span', { 'aria-hidden': 'true' }, `${MARKS[said]} `),
    said,
  );
}

function evidence(finding: ClaimResult | undefined): HTMLElement[] {
  return finding
    ? [element('dd', {}, element('b', {}, finding.engine), ` ${finding.verdict}: ${finding.evidence}`)]
    : [];
}
