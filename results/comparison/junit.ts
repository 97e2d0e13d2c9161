import { XML_DECLARATION, xmlElement } from '../export/xml.ts';
import { cellId } from '../schema/ids.ts';
import type { CellVerdict, ComparedCell, Comparison, NotCompared } from './comparison.ts';
import { verdictWords } from './comparison-markdown.ts';

/** The results of a test case, the most severe first. */
const ENDS = ['failure', 'error', 'skipped', 'passed'] as const;
type End = (typeof ENDS)[number];

interface Case {
  readonly cell: ComparedCell;
  readonly end: End;
  readonly message: string;
}

const ENDS_OF_VERDICTS: Readonly<Record<CellVerdict['verdict'], End>> = {
  regressed: 'failure',
  suspect: 'skipped',
  inconclusive: 'skipped',
  unchanged: 'passed',
  improved: 'passed',
};

const ENDS_OF_OTHERS: Readonly<Record<NotCompared['status'], End>> = {
  failed: 'error',
  unsupported: 'skipped',
};

/** https://github.com/testmoapp/junitxml: one test case per cell. An inconclusive cell is skipped, never passed. */
export function toJunit({ id, startedAt, base, head, verdicts, notCompared }: Comparison): string {
  const cases = gravestOfEach([
    ...verdicts.map((one) => ({ cell: one, end: ENDS_OF_VERDICTS[one.verdict], message: messageOf(one) })),
    ...notCompared.map((one) => ({ cell: one, end: ENDS_OF_OTHERS[one.status], message: one.reason })),
  ]);
  // A file without a failure would look passed.
  const nothing = verdicts.length === 0 ? [xmlElement('error', { message: 'no cell was compared' }, [])] : [];
  const count = (end: End) => cases.filter((one) => one.end === end).length;
  const suite = xmlElement(
    'testsuite',
    {
      name: `${head} compared with ${base}`,
      id,
      timestamp: startedAt,
      tests: String(cases.length + nothing.length),
      failures: String(count('failure')),
      skipped: String(count('skipped')),
      errors: String(count('error') + nothing.length),
    },
    [
      ...cases.map(caseElement),
      ...nothing.map((error) => xmlElement('testcase', { classname: 'comparison', name: 'cells' }, [error])),
    ],
  );
  return `${XML_DECLARATION}\n${xmlElement('testsuites', {}, [suite])}\n`;
}

/** A cell whose confirmation failed has both a verdict and a reason why it was not compared: the more severe one counts. */
function gravestOfEach(all: readonly Case[]): Case[] {
  const cases = new Map<string, Case>();
  for (const one of all) {
    const id = cellId(one.cell);
    const known = cases.get(id);
    if (!known || ENDS.indexOf(one.end) < ENDS.indexOf(known.end)) cases.set(id, one);
  }
  return [...cases.values()];
}

function messageOf(cell: CellVerdict): string {
  const { verdict, ratio, low, high } = cell;
  const words = `head ÷ base ×${ratio.toPrecision(3)} (${low.toPrecision(3)} to ${high.toPrecision(3)})`;
  return verdict === 'regressed' ? words : `${verdictWords(cell)}: ${words}`;
}

function caseElement({ cell, end, message }: Case): string {
  const { engine, suite, transport, parameter, sizeBytes } = cell;
  const name = `${transport} ${sizeBytes} bytes${parameter === null ? '' : `, parameter ${parameter}`}`;
  const attributes = end === 'failure' ? { message, type: 'regressed' } : { message };
  return xmlElement(
    'testcase',
    { classname: `${engine}.${suite}`, name },
    end === 'passed' ? [] : [xmlElement(end, attributes, [])],
  );
}
