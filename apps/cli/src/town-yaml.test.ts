import { join } from 'node:path';
import { createTestOffice } from '@beffroi/office/testing';
import { expect, test } from 'vitest';
import { readTownYaml } from './town-yaml.ts';

const example = join(import.meta.dirname, '../../../docs/town-example.yaml');

test('OPS-8 the annotated example can be brought in as it stands', async () => {
  const { office } = await createTestOffice();
  const town = await readTownYaml(example);
  expect(await office.importTown(town)).toEqual({ added: 4, changed: 2, unchanged: 0 });
  expect(await office.importTown(town)).toEqual({ added: 0, changed: 0, unchanged: 6 });
  office.close();
});
