import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { toMarkdown } from './markdown.ts';

const summary = summarize(exampleResults());

test('Markdown has one table per engine and suite', () => {
  expect(toMarkdown(summary)).toContain('| 1 KiB | clone | 60.0 µs | one launch |');
});
