import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { schemaPath, townSchemaText } from './town-schema-text.ts';

test('OPS-8 docs/town.schema.json is the shape that is checked (else: node packages/wire/test/write-town-schema.ts)', async () => {
  expect(await readFile(schemaPath, 'utf8')).toBe(townSchemaText());
});
