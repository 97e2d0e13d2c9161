import { XML_DECLARATION, xmlElement } from '../export/xml.ts';
import type { ComparedCell, Comparison, NotCompared } from './comparison.ts';

/** https://github.com/testmoapp/junitxml: a test case a cell. What is inconclusive is skipped, never passed. */
export function toJunit({ id, startedAt, base, head, verdicts, notCompared }: Comparison): string {
  const cases = verdicts.map((one) => {
    const words = `head ÷ base ×${one.ratio.toPrecision(3)} (${one.low.toPrecision(3)} to ${one.high.toPrecision(3)})`;
    const inside = {
      regressed: () => [xmlElement('failure', { message: words, type: one.verdict }, [])],
      suspect: () => [xmlElement('skipped', { message: `suspect: ${words}` }, [])],
      inconclusive: () => [xmlElement('skipped', { message: `inconclusive: ${words}` }, [])],
      unchanged: () => [],
      improved: () => [],
    }[one.verdict]();
    return xmlElement('testcase', caseName(one), inside);
  });
  const without = notCompared.map((one) => {
    const kind = { failed: 'error', unsupported: 'skipped' }[one.status];
    return xmlElement('testcase', caseName(one), [xmlElement(kind, { message: one.reason }, [])]);
  });
  const withoutCount = (status: NotCompared['status']) =>
    notCompared.filter((one) => one.status === status).length;
  const count = (...kinds: string[]) => verdicts.filter(({ verdict }) => kinds.includes(verdict)).length;
  const suite = xmlElement(
    'testsuite',
    {
      name: `${head} against ${base}`,
      id,
      timestamp: startedAt,
      tests: String(verdicts.length + notCompared.length),
      failures: String(count('regressed')),
      skipped: String(count('suspect', 'inconclusive') + withoutCount('unsupported')),
      errors: String(withoutCount('failed')),
    },
    [...cases, ...without],
  );
  return `${XML_DECLARATION}\n${xmlElement('testsuites', {}, [suite])}\n`;
}

function caseName({ engine, suite, transport, sizeBytes }: ComparedCell): {
  classname: string;
  name: string;
} {
  return { classname: `${engine}.${suite}`, name: `${transport} ${sizeBytes} bytes` };
}
