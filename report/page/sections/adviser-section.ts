import { adviceInWords } from '../../../results/advice/advice-words.ts';
import type { Advice, Option, Standing } from '../../../results/advice/adviser.ts';
import type { Question } from '../../../results/advice/question.ts';
import {
  formatDuration,
  formatDurationEstimate,
  formatRatioEstimate,
  inWords,
} from '../../../results/findings/format.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { LITTLE, SAME_WITHIN } from '../../../results/statistics/estimate.ts';
import { adviceFor } from '../parts/advice.ts';
import { element, table, unbroken } from '../parts/dom.ts';
import {
  type AskedQuestion,
  DATA,
  DATA_NAMES,
  type DataName,
  sizeInWords,
  WORKERS,
} from '../parts/question.ts';
import { releaseTitle, type Subject, suiteOf } from '../parts/subject.ts';
import type { Switches } from '../parts/switches.ts';

const YES_NO = [
  { key: 'bothKeep', words: 'The page needs the data at the same time' },
  { key: 'canBeIsolated', words: 'The page can be cross-origin isolated' },
] as const;

/** Recommends a method for the reader's program, for each engine: in words first, with the figures behind them. */
export function adviserSection(
  subjects: readonly Subject[],
  asked: AskedQuestion,
  switches: Switches,
): HTMLElement {
  const words = element('dl', { class: 'advices' });
  const figures = element('div', {});
  const details = element('details', {}, element('summary', {}, 'The figures behind the advice'), figures);
  const adviceShown = () =>
    subjects
      .filter(({ id }) => switches.isOn(id))
      .map((subject) => ({ subject, advice: adviceFor(subject, asked.value) }));
  function show(): void {
    const question = asked.value;
    const shown = adviceShown();
    // What is the same for several engines is said once.
    const enginesOf = new Map<string, { engines: string[]; take: string; why: string }>();
    for (const { subject, advice } of shown) {
      const suite = advice.kind === 'advice' ? suiteOf(subject, advice.suite) : undefined;
      const { take, why } = adviceInWords(advice, question.perSecond, subject.cells, suite);
      const said = enginesOf.get(`${take} ${why}`) ?? { engines: [], take, why };
      said.engines.push(releaseTitle(subject));
      enginesOf.set(`${take} ${why}`, said);
    }
    words.replaceChildren(
      ...[...enginesOf.values()].flatMap(({ engines, take, why }) => [
        element('dt', {}, inWords(engines)),
        element('dd', {}, element('b', {}, `${take}.`), ` ${unbroken(why)}`),
      ]),
    );
    if (details.open) showFigures();
  }
  // Most readers leave it closed.
  function showFigures(): void {
    const question = asked.value;
    figures.replaceChildren(
      table(
        `Advice for ${dataInWords(question)}, ${question.perSecond} times per second`,
        ['engine', 'use', 'why', 'measured by'],
        adviceShown().map(({ subject, advice }) => adviceRow(subject, advice, question)),
      ),
    );
  }
  details.addEventListener('toggle', () => {
    if (details.open) showFigures();
  });
  switches.onChange(show);
  asked.onChange(show);
  show();
  const root = element('div', { class: 'adviser' }, questions(asked), element('div', {}, words, details));
  // While the reader moves the handle of the first chart, that chart says what changes.
  root.addEventListener('focusin', () => words.setAttribute('aria-live', 'polite'));
  root.addEventListener('focusout', () => words.setAttribute('aria-live', 'off'));
  return root;
}

/** The controls of the question. */
function questions(asked: AskedQuestion): HTMLElement {
  const { value, scale } = asked;
  const size = element('input', { type: 'range', min: '0', max: String(scale.mostSteps), step: '1' });
  const sizeText = element('output', {});
  const rate = element('input', {
    type: 'number',
    min: '0',
    max: '1000000',
    step: 'any',
    value: String(value.perSecond),
  });
  const workers = select(
    WORKERS.map((count) => ({ value: String(count), words: String(count) })),
    String(value.workers),
  );
  const data = select(
    DATA_NAMES.map((name) => ({ value: name, words: DATA[name].words })),
    asked.data,
  );
  const records = element('input', {
    type: 'number',
    min: '1',
    max: '100000',
    step: '1',
    value: String(asked.records),
  });
  const recordsLabel = element('label', {}, 'Records ', records);
  const workersLabel = element('label', {}, 'Workers ', workers);
  const sizeLabel = element('label', {}, 'My working set: ', sizeText, size);
  const showControls = () => {
    recordsLabel.hidden = asked.data !== 'objects';
    sizeLabel.hidden = asked.data === 'objects' || asked.data === 'frames';
    // Several workers are measured with bytes alone.
    workersLabel.hidden = asked.data !== 'bytes';
  };
  const changeData = () => {
    asked.changeData(data.value as DataName, Math.max(1, Math.round(Number(records.value))));
    showControls();
  };
  showControls();
  data.addEventListener('change', changeData);
  records.addEventListener('input', changeData);
  size.addEventListener('input', () => asked.change({ sizeBytes: scale.toBytes(Number(size.value)) }));
  rate.addEventListener('input', () => asked.change({ perSecond: Math.max(0, Number(rate.value)) }));
  workers.addEventListener('change', () => asked.change({ workers: Number(workers.value) }));
  const showSize = () => {
    size.value = String(scale.toStep(asked.value.sizeBytes));
    sizeText.textContent = unbroken(sizeInWords(asked.value.sizeBytes));
    size.setAttribute('aria-valuetext', sizeText.textContent);
  };
  // The handle of the chart changes the same size.
  asked.onChange(showSize);
  showSize();
  return element(
    'div',
    { class: 'questions' },
    element('label', {}, 'My data are ', data),
    recordsLabel,
    sizeLabel,
    element('label', {}, 'Hand-offs per second (there and back) ', rate),
    workersLabel,
    ...YES_NO.map(({ key, words }) => {
      const box = element('input', { type: 'checkbox', ...(value[key] ? { checked: '' } : {}) });
      box.addEventListener('change', () => asked.change({ [key]: box.checked }));
      return element('label', {}, box, ` ${words}`);
    }),
  );
}

function select(options: readonly { value: string; words: string }[], selected: string): HTMLSelectElement {
  return element(
    'select',
    {},
    ...options.map(({ value, words }) =>
      element('option', { value, ...(value === selected ? { selected: '' } : {}) }, words),
    ),
  );
}

function adviceRow(subject: Subject, advice: Advice, question: Question): (string | HTMLElement)[] {
  switch (advice.kind) {
    case 'not measured':
      return [subject.title, 'not measured', advice.reason, '–'];
    case 'advice':
      return [
        subject.title,
        element('b', {}, [...advice.orPerhaps, advice.take].join(' or ')),
        whyInWords(advice, question),
        fromInWords(advice),
      ];
  }
}

function whyInWords(
  { take, options, ruledOut }: Extract<Advice, { kind: 'advice' }>,
  { perSecond }: Question,
): string {
  const own = options.find(({ transport }) => transport === take);
  const others = options.filter(({ transport }) => transport !== take);
  return [
    ...(own ? [timeInWords(own, perSecond)] : []),
    ...others.map((option) => otherInWords(option, perSecond)),
    ...ruledOut.map(({ transport, reason }) => `not ${transport}: ${reason}`),
  ].join('; ');
}

function otherInWords(
  { transport, toFastest, standing, roundTripMs, msPerSecond }: Option,
  perSecond: number,
): string {
  const time = toFastest
    ? `takes ${formatRatioEstimate(toFastest)} of the shortest time`
    : `takes ${formatDurationEstimate(roundTripMs)}`;
  return `${transport} ${time}${STANDINGS[standing]}${rateInWords(msPerSecond, perSecond)}`;
}

/** How another method compares with the recommended one. */
const STANDINGS: Readonly<Record<Standing, string>> = {
  recommended: '',
  'the same': ` (the same as the recommended one, within ×${SAME_WITHIN})`,
  close: ` (within ×${LITTLE} of the recommended one)`,
  faster: '',
  slower: '',
  undecided: ' (undecided)',
};

function timeInWords({ roundTripMs, msPerSecond }: Option, perSecond: number): string {
  return `${formatDurationEstimate(roundTripMs)} per round trip${rateInWords(msPerSecond, perSecond)}`;
}

function rateInWords(msPerSecond: number, perSecond: number): string {
  if (perSecond === 0) return '';
  return msPerSecond > 1000
    ? `, too slow for ${perSecond} per second`
    : `, ${formatDuration(msPerSecond)} of waiting in each second`;
}

function dataInWords({ shape, sizeBytes }: Question): string {
  switch (shape?.kind) {
    case 'objects':
      return `${shape.records} objects`;
    case 'frames':
      return 'a 1080p frame';
    case 'string':
    case undefined:
      return sizeInWords(sizeBytes);
  }
}

function fromInWords({ suite, cells, extent: { by } }: Extract<Advice, { kind: 'advice' }>): string {
  const extents = [...new Set(cells.map((cell) => cell[by] ?? 0))].sort((a, b) => a - b);
  return by === 'parameter'
    ? `${suite} with ${inWords(extents.map(String))} records`
    : `${suite} at ${inWords(extents.map((sizeBytes) => formatSize(sizeBytes)))}`;
}
