import { type Advice, advise, type Option, type Question } from '../../../results/findings/adviser.ts';
import { inWords } from '../../../results/findings/answer.ts';
import {
  formatDuration,
  formatDurationEstimate,
  formatRatioEstimate,
} from '../../../results/findings/format.ts';
import { formatSize, parseSize, SIZES_BYTES } from '../../../results/schema/sizes.ts';
import { SAME_WITHIN } from '../../../results/statistics/estimate.ts';
import { element, table } from '../parts/dom.ts';
import type { PageState } from '../parts/page-state.ts';
import type { Subject } from '../parts/subject.ts';
import type { Switches } from '../parts/switches.ts';

/** Slider steps per doubling of the size. */
const STEPS = 4;
const SMALLEST_BYTES = SIZES_BYTES[0] ?? 1024;
const LARGEST_BYTES = SIZES_BYTES.at(-1) ?? SMALLEST_BYTES;
const WORKERS = ['1', '2', '4', '8'];

const YES_NO = {
  wasm: 'The data are in a Wasm memory',
  keep: 'The page needs the data at the same time',
  isolated: 'The page can be cross-origin isolated',
} as const;

/** Recommends a transport for the reader's size, rate and program, for each engine. The URL keeps the question. */
export function adviserSection(
  subjects: readonly Subject[],
  state: PageState,
  switches: Switches,
): HTMLElement {
  const size = element('input', {
    type: 'range',
    min: '0',
    max: String(STEPS * Math.log2(LARGEST_BYTES / SMALLEST_BYTES)),
    step: '1',
    value: String(toStep(parseSize(state.get('size') ?? '') ?? 1024 ** 2)),
  });
  const rate = element('input', {
    type: 'number',
    min: '0',
    max: '1000000',
    step: 'any',
    value: validRate(state.get('rate')),
  });
  const workers = element(
    'select',
    {},
    ...WORKERS.map((count) =>
      element('option', { value: count, ...(state.get('workers') === count ? { selected: '' } : {}) }, count),
    ),
  );
  const box = (name: keyof typeof YES_NO, byDefault: boolean) =>
    element('input', {
      type: 'checkbox',
      ...((state.get(name) ?? (byDefault ? '1' : '0')) === '1' ? { checked: '' } : {}),
    });
  const boxes = { wasm: box('wasm', false), keep: box('keep', false), isolated: box('isolated', true) };
  const sizeText = element('output', {});
  const answer = element('div', { 'aria-live': 'polite' });

  function question(): Question {
    return {
      sizeBytes: toBytes(Number(size.value)),
      perSecond: Number(rate.value),
      inWasmMemory: boxes.wasm.checked,
      bothKeep: boxes.keep.checked,
      workers: Number(workers.value),
      canBeIsolated: boxes.isolated.checked,
    };
  }
  function show(): void {
    const asked = question();
    sizeText.textContent = sizeInWords(asked.sizeBytes);
    size.setAttribute('aria-valuetext', sizeText.textContent);
    const shown = subjects.filter(({ id }) => switches.isOn(id));
    answer.replaceChildren(
      table(
        `Advice for ${sizeInWords(asked.sizeBytes)}, ${asked.perSecond} times per second`,
        ['engine', 'use', 'why', 'measured by'],
        shown.map((subject) => adviceRow(subject, asked)),
      ),
    );
  }
  function change(): void {
    const { sizeBytes, perSecond, inWasmMemory, bothKeep, canBeIsolated } = question();
    state.set('size', formatSize(sizeBytes, '', 15));
    state.set('rate', String(perSecond));
    state.set('workers', workers.value);
    state.set('wasm', inWasmMemory ? '1' : '0');
    state.set('keep', bothKeep ? '1' : '0');
    state.set('isolated', canBeIsolated ? '1' : '0');
    show();
  }
  for (const input of [size, rate, workers, ...Object.values(boxes)]) input.addEventListener('input', change);
  switches.onChange(show);
  show();

  return element(
    'div',
    { class: 'adviser' },
    element(
      'div',
      { class: 'questions' },
      element('label', {}, 'My working set: ', sizeText, size),
      element('label', {}, 'Times per second ', rate),
      element('label', {}, 'Workers ', workers),
      ...(Object.keys(YES_NO) as (keyof typeof YES_NO)[]).map((name) =>
        element('label', {}, boxes[name], ` ${YES_NO[name]}`),
      ),
    ),
    answer,
  );
}

function adviceRow(subject: Subject, question: Question): (string | HTMLElement)[] {
  const conditions = subject.summary.conditions.find(({ engine }) => engine === subject.engine.engine);
  const needsIsolation = conditions?.isolation.crossOriginIsolated !== null;
  const advice = advise(question, subject.summary.run.suites, subject.cells, needsIsolation);
  switch (advice.kind) {
    case 'not measured':
      return [subject.title, 'not measured', advice.reason, '–'];
    case 'advice':
      return [
        subject.title,
        element('b', {}, advice.take),
        whyInWords(advice, question),
        fromInWords(advice),
      ];
  }
}

function whyInWords(
  { take, options, same, undecided, ruledOut }: Extract<Advice, { kind: 'advice' }>,
  { perSecond }: Question,
): string {
  const own = options.find(({ transport }) => transport === take);
  const others = options.filter(({ transport }) => transport !== take);
  const equals = new Set([...options.slice(0, 1).map(({ transport }) => transport), ...same]);
  return [
    ...(own ? [timeInWords(own, perSecond)] : []),
    ...(same.length > 0
      ? [`${inWords([...equals])} take the same time, within ×${SAME_WITHIN}, and ${take} is the simplest`]
      : []),
    ...(undecided.length > 0 ? [`undecided whether ${inWords(undecided)} would be as fast`] : []),
    ...others
      .filter(({ transport }) => !equals.has(transport) && !undecided.includes(transport))
      .map((option) => slowerInWords(option, perSecond)),
    ...ruledOut.map(({ transport, reason }) => `not ${transport}: ${reason}`),
  ].join('; ');
}

function slowerInWords({ transport, toFastest, msPerSecond }: Option, perSecond: number): string {
  const times = toFastest ? formatRatioEstimate(toFastest) : '';
  const rate = perSecond === 0 ? '' : `, ${formatDuration(msPerSecond)} of each second`;
  return `${transport} takes ${times} as long as the fastest${rate}`;
}

function timeInWords({ roundTripMs, msPerSecond }: Option, perSecond: number): string {
  const once = `${formatDurationEstimate(roundTripMs)} per round trip`;
  if (perSecond === 0) return once;
  return msPerSecond > 1000
    ? `${once}, too slow for ${perSecond} per second`
    : `${once}, ${formatDuration(msPerSecond)} of each second`;
}

function fromInWords({ suite, cells }: Extract<Advice, { kind: 'advice' }>): string {
  const sizes = [...new Set(cells.map(({ sizeBytes }) => sizeBytes))].sort((a, b) => a - b);
  return `${suite} at ${inWords(sizes.map((sizeBytes) => formatSize(sizeBytes)))}`;
}

function toStep(sizeBytes: number): number {
  const within = Math.min(Math.max(sizeBytes, SMALLEST_BYTES), LARGEST_BYTES);
  return Math.round(STEPS * Math.log2(within / SMALLEST_BYTES));
}

/** Rounded to a multiple of 64 bytes, because a step between two powers of two is not a whole number. */
function toBytes(step: number): number {
  return Math.round((SMALLEST_BYTES * 2 ** (step / STEPS)) / 64) * 64;
}

function sizeInWords(sizeBytes: number): string {
  return formatSize(sizeBytes, ' ', 3);
}

function validRate(text: string | null): string {
  const rate = Number(text ?? Number.NaN);
  return Number.isFinite(rate) && rate >= 0 && text !== '' ? String(rate) : '60';
}
