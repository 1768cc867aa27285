/**
 * `node packages/wire/test/write-town-schema.ts`: writes docs/town.schema.json from the shape that the
 * program itself checks. A test says when it is out of date.
 */

import { writeFile } from 'node:fs/promises';
import { schemaPath, townSchemaText } from './town-schema-text.ts';

await writeFile(schemaPath, townSchemaText());
process.stdout.write(`${schemaPath}\n`);
