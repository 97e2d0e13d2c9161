import { type AdviceWords, adviceInWords, shareInWords } from '../../../results/advice/advice-words.ts';
import { type MethodFacts, methodFacts } from '../../../results/advice/method-facts.ts';
import { sentenceOf } from '../../../results/advice/sentence.ts';
import { type Zone, zonesOf } from '../../../results/advice/zones.ts';
import { answeringSuite, candidatesOf } from '../../../results/findings/answer.ts';
import { formatDurationEstimate } from '../../../results/findings/format.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { cellEstimateMs, type Reading, readingOf } from '../../../results/summary/cell-figures.ts';
import type { MeasuredSummary } from '../../../results/summary/summary.ts';
import { type Range, rangeOf, withInterval } from '../charts/chart.ts';
import { symbolOf } from '../charts/figure-view.ts';
import { type Curve, FRAME_MS, SizeChart } from '../charts/size-chart.ts';
import { adviceFor, costsAt, needsIsolation } from '../parts/advice.ts';
import { element, unbroken } from '../parts/dom.ts';
import type { PageState } from '../parts/page-state.ts';
import { type AskedQuestion, sizeInWords } from '../parts/question.ts';
import { OTHER_STYLE, type SeriesStyle, stylesOf } from '../parts/series.ts';
import { cellsOf, releaseTitle, type Subject, suiteOf, suitesOfAll } from '../parts/subject.ts';
import type { Switches } from '../parts/switches.ts';

const ENGINE = 'engine';

/** What takes the time of the main thread that is known. */
const DOING: Readonly<Record<Reading, string>> = {
  timed: 'posting and reading take',
  'not timed': 'posting takes',
  unknown: 'posting, and reading as far as it is timed, take',
};

/** An engine that can be shown: it has measured the suite with the answer. */
interface Shown {
  readonly subject: Subject;
  readonly suite: SuiteInfo;
  readonly release: string;
  readonly sentence: string;
  readonly curves: readonly Curve[];
  readonly zones: readonly Zone[];
}

/**
 * The answer at first sight: a sentence for each engine, and for one of them the chart with the reader's size as its handle, what to do
 * at that size, and what each method costs there. Empty if no engine has measured the suite that answers.
 */
export function firstView(
  subjects: readonly Subject[],
  state: PageState,
  asked: AskedQuestion,
  switches: Switches,
): HTMLElement[] {
  const answering = answeringSuite(suitesOfAll(subjects.map(({ summary }) => summary)));
  const styles = stylesOf(answering?.transports ?? []);
  const all = subjects.flatMap((subject) => shownOf(subject, styles));
  const [first] = all;
  if (!first) return [];
  const isOn = ({ subject }: Shown) => switches.isOn(subject.id);
  let current =
    all.find((one) => isOn(one) && one.subject.id === state.get(ENGINE)) ?? all.find(isOn) ?? first;
  const chart = new SizeChart(asked.scale, (sizeBytes) => asked.change({ sizeBytes }));
  const title = element('h3', { class: 'chart-title' });
  const advice = element('p', { class: 'advice', 'aria-live': 'polite' });
  const cards = element('div', { class: 'cards' });

  function show(): void {
    const { subject, suite, release, curves, zones } = current;
    const { sizeBytes, perSecond } = asked.value;
    const costs = costsAt(subject, asked.value);
    title.replaceChildren(`Time of a ${suite.figure.one} by size, ${release}`);
    chart.show({
      title: release,
      curves,
      zones,
      baseline: suite.baseline,
      range: rangeFor(subject, all),
      sizeBytes,
      values: costs.flatMap(({ name, roundTripMs }) =>
        roundTripMs ? [{ name, ms: roundTripMs.value, words: formatDurationEstimate(roundTripMs) }] : [],
      ),
    });
    const ofBytes = { ...asked.value, shape: null, inWasmMemory: false, workers: 1 };
    const found = adviceInWords(adviceFor(subject, ofBytes), perSecond, subject.cells, suite);
    // The adviser below may have been asked about other data.
    const isAsked = asked.data === 'bytes' && asked.value.workers === 1;
    advice.replaceChildren(
      ...adviceLine(found, `${sizeInWords(sizeBytes)} in ${release}`),
      ...(isAsked ? [] : [element('small', {}, ' For bytes; the advice for your data is below.')]),
    );
    const doing = DOING[readingOf([subject.engine])];
    const facts = methodFacts(suite, cellsOf(subject, suite.name), sizeBytes, needsIsolation(subject));
    cards.replaceChildren(
      ...facts.map((method) => {
        const cost = costs.find(({ name }) => name === method.name);
        const time = cost?.roundTripMs ? formatDurationEstimate(cost.roundTripMs) : 'not measured';
        const blocked =
          cost?.mainThreadMs === undefined || perSecond === 0
            ? ''
            : `; ${doing} ${shareInWords(cost.mainThreadMs * perSecond)} of the main thread at ${perSecond} a second`;
        return card(
          method,
          symbolOf(styles.get(method.name) ?? OTHER_STYLE),
          [`At ${sizeInWords(sizeBytes)}`, `${time}${blocked}`],
          isAsked && found.names.includes(method.name),
        );
      }),
    );
  }

  const rows = all.map((one) => {
    const radio = element('input', {
      type: 'radio',
      name: ENGINE,
      value: one.subject.id,
      ...(one === current ? { checked: '' } : {}),
    });
    radio.addEventListener('change', () => {
      current = one;
      state.set(ENGINE, one.subject.id);
      show();
    });
    const row = element(
      'label',
      { class: 'sentence' },
      radio,
      element('span', { class: 'name' }, one.release),
      element('span', { class: 'words' }, unbroken(one.sentence)),
    );
    return { row, radio, one };
  });
  const showRows = () => {
    for (const { row, one } of rows) row.hidden = !isOn(one);
    const next = isOn(current) ? undefined : rows.find(({ one }) => isOn(one));
    if (!next) return;
    current = next.one;
    next.radio.checked = true;
    show();
  };
  switches.onChange(showRows);
  showRows();
  asked.onChange(show);
  show();
  return [
    element(
      'div',
      { class: 'first-view' },
      element(
        'fieldset',
        { class: 'sentences' },
        element('legend', {}, 'Choose an engine to see its chart. The data are bytes in one buffer.'),
        ...rows.map(({ row }) => row),
      ),
      element(
        'div',
        { class: 'first-chart' },
        title,
        chart.root,
        element(
          'p',
          { class: 'note' },
          'Drag the handle to your size. The strip below the chart shows which methods are fastest at a size; it is pale where it is ' +
            'undecided which of them is faster. Bands are 95% intervals; without a band, there is one launch.',
        ),
        advice,
      ),
    ),
    cards,
  ];
}

function shownOf(subject: Subject, styles: ReadonlyMap<string, SeriesStyle>): Shown[] {
  const suite = answeringSuite(subject.summary.run.suites);
  const own = suite && suiteOf(subject, suite.name);
  const cells = own ? cellsOf(subject, own.name) : [];
  if (!own || cells.length === 0) return [];
  const release = releaseTitle(subject);
  return [
    {
      subject,
      suite: own,
      release,
      sentence: sentenceOf(release, own, cells),
      zones: zonesOf(own, cells),
      curves: candidatesOf(own).flatMap(({ name }) => {
        const points = cells
          .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && cell.transport === name)
          .sort((a, b) => a.sizeBytes - b.sizeBytes)
          .map((cell) => {
            const { value, interval } = cellEstimateMs(cell);
            return {
              sizeBytes: cell.sizeBytes,
              ms: value,
              low: interval?.low ?? value,
              high: interval?.high ?? value,
            };
          });
        return points.length === 0 ? [] : [{ name, style: styles.get(name) ?? OTHER_STYLE, points }];
      }),
    },
  ];
}

/** Powers of ten around every time of the machine and a frame. */
function rangeFor({ machine }: Subject, all: readonly Shown[]): Range {
  const values = all
    .filter(({ subject }) => subject.machine === machine)
    .flatMap(({ curves }) => curves.flatMap(({ points }) => points))
    .flatMap(({ ms, low, high }) => withInterval(ms, low, high));
  return rangeOf([...values, FRAME_MS], { scale: 'logarithmic', base: 10 });
}

function adviceLine({ take, why }: AdviceWords, where: string): (HTMLElement | string)[] {
  return [
    element('b', {}, `${take}.`),
    ' ',
    unbroken(why),
    ' ',
    element('small', {}, unbroken(`(${where})`)),
  ];
}

function card(
  { name, does, when, collections, memory, asks }: MethodFacts,
  symbol: HTMLElement,
  [at, cost]: readonly [string, string],
  isTaken: boolean,
): HTMLElement {
  const facts = [
    ['When', when],
    [at, cost],
    ['Garbage collections', collections],
    ['Peak memory', memory],
    ['Requires', asks],
  ] as const;
  return element(
    'section',
    { class: isTaken ? 'card taken' : 'card' },
    element(
      'h3',
      {},
      symbol,
      ` ${name}`,
      ' ',
      element('small', {}, isTaken ? `${does}: the advice at this size` : does),
    ),
    element(
      'dl',
      {},
      ...facts.flatMap(([term, words]) => [
        element('dt', {}, unbroken(term)),
        element('dd', {}, unbroken(words)),
      ]),
    ),
  );
}
