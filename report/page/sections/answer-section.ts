import {
  type Answer,
  answeringSuite,
  answerOf,
  headlines,
  rivalsOf,
} from '../../../results/findings/answer.ts';
import { formatCrossover } from '../../../results/findings/format.ts';
import { placementInWords } from '../../../results/findings/placement.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { element, table } from '../parts/dom.ts';
import { cellsOf, type Subject } from '../parts/subject.ts';

/** The answer for a round trip: a sentence, and one table row per engine. */
export function answerSection(suites: readonly SuiteInfo[], subjects: readonly Subject[]): HTMLElement[] {
  if (subjects.length === 0) {
    return [element('p', {}, 'This run measured no engine: these results have no figures.')];
  }
  const suite = answeringSuite(suites);
  if (!suite) return [element('p', {}, 'These results do not include a suite that answers the question.')];
  const answersOf = (own: SuiteInfo) =>
    subjects.flatMap((subject) => {
      const cells = cellsOf(subject, own.name);
      const { title: engine, summary } = subject;
      const threads = placementInWords(summary, subject.engine.engine, own.name);
      return cells.length > 0 ? [{ engine, threads, answer: answerOf(own, cells) }] : [];
    });
  const answers = answersOf(suite);
  const repeated = suites.filter(({ repeats }) => repeats === suite.name).flatMap(answersOf);
  if (answers.length === 0) {
    return [
      element(
        'p',
        {},
        `These results have no measurement of ${suite.name}, so they do not answer the question.`,
      ),
    ];
  }
  return [
    ...headlines(suite, answers).map((text) => element('p', { class: 'headline' }, text)),
    table(
      'The answer by engine, with 95% intervals in brackets',
      [
        'engine',
        'page and worker',
        ...(suite.baseline === null
          ? []
          : [
              `${suite.baseline} is as fast`,
              ...rivalsOf(suite).map(({ name }) => `${name} beats ${suite.baseline}`),
            ]),
        `collections in ${suite.figure.many}`,
        'peak memory, in working sets',
      ],
      subjects.flatMap(({ title }) => [
        ...answers.filter(({ engine }) => engine === title).map((one) => row(suite, one)),
        // Collections and memory are those of the row above: they do not depend on the cores.
        ...repeated
          .filter(({ engine }) => engine === title)
          .map((one) => row(suite, one).with(-2, '–').with(-1, '–')),
      ]),
    ),
  ];
}

interface EngineAnswer {
  readonly engine: string;
  readonly threads: string;
  readonly answer: Answer;
}

function row({ baseline }: SuiteInfo, { engine, threads, answer }: EngineAnswer): string[] {
  const { beatsBaseline, baselineUpTo, collections, memory } = answer;
  return [
    engine,
    threads,
    ...(baseline === null
      ? []
      : [
          baselineUpTo,
          ...beatsBaseline.map(({ crossover }) => (crossover ? formatCrossover(crossover) : 'not measured')),
        ]),
    collections,
    memory,
  ];
}
