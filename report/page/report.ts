import { newMemoryLines } from '../../results/findings/noise-words.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import type { Results } from '../../results/schema/results.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { formatEfficiency } from '../../results/summary/efficiency.ts';
import { machinesNote } from '../../results/summary/hosts.ts';
import { summarize } from '../../results/summary/summarize.ts';
import type { Summary } from '../../results/summary/summary.ts';
import { symbolOf } from './charts/figure-view.ts';
import { LazyFigures } from './charts/lazy-figures.ts';
import { byId, element } from './parts/dom.ts';
import { PageState } from './parts/page-state.ts';
import { AskedQuestion } from './parts/question.ts';
import { stylesOf } from './parts/series.ts';
import { SizeScale } from './parts/size-scale.ts';
import { type Subject, subjectsOf, suitesOfAll } from './parts/subject.ts';
import { Switches } from './parts/switches.ts';
import { adviserSection } from './sections/adviser-section.ts';
import { answerSection } from './sections/answer-section.ts';
import { claimsSection } from './sections/claims-section.ts';
import { firstView } from './sections/first-view.ts';
import { recordSection } from './sections/record-section.ts';
import { showSamples } from './sections/samples-dialog.ts';
import { suiteSection } from './sections/suite-section.ts';

/** A results file on the page. */
interface Source {
  /** `null` for the published file. */
  readonly label: string | null;
  readonly summary: Summary;
  /** The whole file, with the samples. */
  readonly results: () => Promise<Results>;
}

/** The page below its heading: the published results beside those that are measured or dropped on the page. */
export class Report {
  readonly #state = new PageState();
  readonly #sources: Source[] = [];
  readonly #figures = new LazyFigures();
  /** Counts what was shown, so that an earlier show stops. */
  #shown = 0;

  constructor(published: Summary, results: () => Promise<Results>) {
    this.#sources.push({ label: null, summary: published, results });
    this.#show();
  }

  /** Shows a file beside the others; it replaces a file with the same label. */
  add(label: string, results: Results): void {
    this.addSummary(label, summarize(results), async () => results);
  }

  /** The same for a summary; `results` rejects if there are no samples. */
  addSummary(label: string, summary: Summary, results: () => Promise<Results>): void {
    const at = this.#sources.findIndex((source) => source.label === label);
    const source = { label, summary, results };
    if (at < 0) this.#sources.push(source);
    else this.#sources[at] = source;
    this.#show();
  }

  /** The answer first, then in another task what is below it, so that the page soon reacts to its reader. */
  #show(): void {
    const subjects = this.#sources.flatMap(({ summary, label }) => subjectsOf(summary, label));
    const suites = suitesOfAll(this.#sources.map(({ summary }) => summary));
    const switches = new Switches(this.#state);
    const asked = new AskedQuestion(
      this.#state,
      SizeScale.of(this.#sources.flatMap(({ summary }) => summary.run.suites)),
    );
    const first = firstView(subjects, this.#state, asked, switches);
    byId('first-view').replaceChildren(...first);
    byId('run').replaceChildren(...this.#sources.flatMap(runLines));
    byId('adviser').hidden = subjects.length === 0;
    byId('adviser-form').replaceChildren(adviserSection(subjects, asked, switches));
    // Without a first view, the words that say why are all that there is.
    (byId('answer-by-engine') as HTMLDetailsElement).open = first.length === 0;
    byId('report').hidden = false;
    // Those of before would change what is no longer shown.
    byId('switches').replaceChildren();
    void this.#showBelow(subjects, suites, switches);
  }

  /** One suite at a time, so that the page reacts in between. */
  async #showBelow(
    subjects: readonly Subject[],
    suites: readonly SuiteInfo[],
    switches: Switches,
  ): Promise<void> {
    this.#shown++;
    const own = this.#shown;
    const isReplaced = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      return this.#shown !== own;
    };
    switches.onChange(() => this.#figures.redraw());
    const onSelect = (subject: Subject, cell: CellKey) => {
      const source = this.#sources.find(({ summary }) => summary === subject.summary);
      if (source) showSamples(subject, cell, source.results);
    };
    const sections: ReturnType<typeof suiteSection>[] = [];
    for (const suite of suites) {
      if (await isReplaced()) return;
      sections.push(suiteSection(suite, subjects, switches, onSelect));
    }
    if (await isReplaced()) return;
    byId('answer-table').replaceChildren(...answerSection(suites, subjects));
    byId('switches').replaceChildren(...switchGroups(subjects, suites, switches));
    byId('suites').replaceChildren(...sections.map(({ root }) => root));
    const claims = this.#sources.flatMap(({ summary, label }) => claimsSection(summary, label));
    byId('claims').replaceChildren(...claims);
    byId('claims-link').hidden = claims.length === 0;
    byId('record').replaceChildren(
      ...this.#sources.flatMap(({ summary, label }) => [
        ...(label === null ? [] : [element('h3', {}, label)]),
        ...recordSection(summary),
      ]),
    );
    this.#figures.watch(sections.flatMap(({ figures }) => figures));
    // Hidden until they are complete, so that nothing moves while the page loads.
    byId('charts').hidden = subjects.length === 0;
    for (const id of ['method', 'here']) byId(id).hidden = false;
    // The target of the link did not exist when the page was loaded.
    if (location.hash && this.#sources.length === 1) {
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
    performance.mark('whole');
  }
}

/** Which run it was, on which machine, and what is unusual about that machine. */
function runLines({ label, summary }: Source): HTMLElement[] {
  const { run, outcome, efficiency, hosts } = summary;
  const measuredOn = hosts.map(({ cpu, cores, os }) => `${cpu}, ${cores} cores, ${os}`).join('; ');
  const machines = machinesNote(summary);
  return [
    element(
      'p',
      { class: 'note' },
      ...(outcome === 'complete'
        ? []
        : [element('b', {}, `This run is ${outcome}, so a part of it is missing. `)]),
      `${label === null ? 'Run' : `${label}: run`} ${run.id}, ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, ` +
        `profile ${run.profile}, seed ${run.seed}. ` +
        `${measuredOn && `Measured on ${measuredOn}. `}` +
        `${formatEfficiency(efficiency)}.${machines ? ` ${machines}` : ''}`,
    ),
    ...newMemoryLines(summary).map((line) => element('p', { class: 'note' }, line)),
  ];
}

function switchGroups(
  subjects: readonly Subject[],
  suites: readonly SuiteInfo[],
  switches: Switches,
): HTMLElement[] {
  const transports = new Map<string, HTMLElement>();
  for (const suite of suites) {
    const styles = stylesOf(suite.transports);
    for (const { name, role } of suite.transports) {
      const style = styles.get(name);
      if (role !== 'twin' && style && !transports.has(name)) transports.set(name, symbolOf(style));
    }
  }
  return [
    switches.group('Engines', subjects),
    switches.group(
      'Transports and controls',
      [...transports].map(([name, symbol]) => ({ id: name, title: name, symbol })),
    ),
  ];
}
