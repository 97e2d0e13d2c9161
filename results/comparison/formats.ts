import type { Format } from '../export/formats.ts';
import type { Comparison } from './comparison.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { toJunit } from './junit.ts';

/** Formats of a comparison, which `npm run compare -- --json FILE` writes. */
export const COMPARISON_FORMATS: readonly Format<Comparison>[] = [
  { name: 'junit', help: 'a test case per cell, for CI', convert: toJunit },
  { name: 'comparison-markdown', help: 'a comment, or a job summary', convert: comparisonMarkdown },
];
