import {
  ANSWERING_SUITE,
  type Answer,
  answerOf,
  headlines,
  RIVALS,
} from '../../../results/findings/answer.ts';
import { formatCrossover } from '../../../results/findings/format.ts';
import { element, table } from '../parts/dom.ts';
import { cellsOf, type Subject, suiteOf } from '../parts/subject.ts';

/** The answer for data that are moved there and back: a sentence, and a row an engine. */
export function answerSection(subjects: readonly Subject[]): HTMLElement[] {
  if (subjects.length === 0) {
    return [element('p', {}, 'This run measured no engine: these results have no figures.')];
  }
  const answers = subjects.flatMap((subject) => {
    const suite = suiteOf(subject, ANSWERING_SUITE);
    const cells = cellsOf(subject, ANSWERING_SUITE);
    return suite && cells.length > 0 ? [{ engine: subject.title, answer: answerOf(suite, cells) }] : [];
  });
  if (answers.length === 0) {
    return [
      element(
        'p',
        {},
        `These results have no ${ANSWERING_SUITE}: there is no answer to the question in them.`,
      ),
    ];
  }
  return [
    ...headlines(answers).map((text) => element('p', { class: 'headline' }, text)),
    table(
      'The answer by engine, with 95% intervals in brackets',
      [
        'engine',
        'clone is as good',
        ...RIVALS.map((rival) => `${rival} beats clone`),
        'collections in 1,000 round trips of 1 MiB',
        'peak memory, in working sets',
      ],
      answers.map(({ engine, answer }) => row(engine, answer)),
    ),
  ];
}

function row(engine: string, { beatsClone, cloneUpTo, collections, memory }: Answer): string[] {
  return [
    engine,
    cloneUpTo,
    ...RIVALS.map((rival) => {
      const found = beatsClone[rival];
      return found ? formatCrossover(found) : 'not measured';
    }),
    collections,
    memory,
  ];
}
