/** The JSON Schema of the town file as it stands in docs/, for editors and other programs. */

import { join } from 'node:path';
import { TownFile } from '../src/town-file.ts';

export const schemaPath: string = join(import.meta.dirname, '../../../docs/town.schema.json');

export function townSchemaText(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Beffroi town file',
    description:
      'Communes, cameras and people of a town; docs/town-example.yaml explains each field.',
    ...TownFile,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
