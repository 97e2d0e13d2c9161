import { mainThreadMsAt } from '../../../results/advice/advice-words.ts';
import { type Advice, advise } from '../../../results/advice/adviser.ts';
import type { Question } from '../../../results/advice/question.ts';
import type { Estimate } from '../../../results/statistics/estimate.ts';
import type { Subject } from './subject.ts';

/** A runtime shares memory without isolation. */
export function needsIsolation({ summary, engine }: Subject): boolean {
  const conditions = summary.conditions.find((one) => one.engine === engine.engine);
  return conditions?.isolation.crossOriginIsolated !== null;
}

export function adviceFor(subject: Subject, question: Question): Advice {
  return advise(question, subject.summary.run.suites, subject.cells, needsIsolation(subject));
}

/** What a method costs at the size of the question, whether or not it fits the program. */
export interface Cost {
  readonly name: string;
  readonly roundTripMs: Estimate | undefined;
  readonly mainThreadMs: number | undefined;
}

export function costsAt(subject: Subject, { sizeBytes, perSecond }: Question): Cost[] {
  const anyProgram = { shape: null, inWasmMemory: false, bothKeep: false, workers: 1, canBeIsolated: true };
  const advice = adviceFor(subject, { ...anyProgram, sizeBytes, perSecond });
  if (advice.kind === 'not measured') return [];
  return advice.options.map(({ transport, roundTripMs }) => ({
    name: transport,
    roundTripMs,
    mainThreadMs: mainThreadMsAt(advice, transport, subject.cells),
  }));
}
