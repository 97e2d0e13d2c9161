import {
  type Answer,
  answeringSuite,
  answerOf,
  headlines,
  rivalsOf,
} from '../../../results/findings/answer.ts';
import { formatCrossover } from '../../../results/findings/format.ts';
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
  const answers = subjects.flatMap((subject) => {
    const cells = cellsOf(subject, suite.name);
    return cells.length > 0 ? [{ engine: subject.title, answer: answerOf(suite, cells) }] : [];
  });
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
        `${suite.baseline} is as good`,
        ...rivalsOf(suite).map(({ name }) => `${name} beats ${suite.baseline}`),
        `collections per 1,000 ${suite.figure.many} of 1 MiB`,
        'peak memory, in working sets',
      ],
      answers.map(({ engine, answer }) => row(engine, answer)),
    ),
  ];
}

function row(engine: string, { beatsBaseline, baselineUpTo, collections, memory }: Answer): string[] {
  return [
    engine,
    baselineUpTo,
    ...beatsBaseline.map(({ crossover }) => (crossover ? formatCrossover(crossover) : 'not measured')),
    collections,
    memory,
  ];
}
