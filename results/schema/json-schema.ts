import { z } from 'zod';
import { resultsSchema } from './results.ts';

/** The JSON Schema of a results file, for readers without zod. */
export function jsonSchemaText(): string {
  return `${JSON.stringify({ title: 'clone-transfer-share results', ...z.toJSONSchema(resultsSchema, { io: 'input' }) }, null, 2)}\n`;
}
