import { join } from 'node:path';
import { defineCommand } from '../command-line/command.ts';
import { writeAtomically } from '../file/write.ts';
import { jsonSchemaText } from '../schema/json-schema.ts';

export const command = defineCommand({
  name: 'schema',
  does: 'Updates results/schema.json from the schema in results/schema/.',
  flags: {},
  async run() {
    await writeAtomically(join(import.meta.dirname, '../schema.json'), jsonSchemaText());
    return 0;
  },
});
