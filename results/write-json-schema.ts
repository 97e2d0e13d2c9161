import { join } from 'node:path';
import { jsonSchemaText } from './json-schema.ts';
import { writeAtomically } from './write.ts';

/** `npm run schema` */
await writeAtomically(join(import.meta.dirname, 'schema.json'), jsonSchemaText());
