import { join } from 'node:path';
import { writeAtomically } from '../file/write.ts';
import { jsonSchemaText } from '../schema/json-schema.ts';

/** `npm run schema` */
await writeAtomically(join(import.meta.dirname, '../schema.json'), jsonSchemaText());
