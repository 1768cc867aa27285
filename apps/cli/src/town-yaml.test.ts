import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestOffice } from '@beffroi/office/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTownYaml, townStart } from './town-yaml.ts';

const docs = join(import.meta.dirname, '../../../docs');

test('OPS-8 the annotated example can be brought in as it stands', async () => {
  const { office } = await createTestOffice();
  const { town } = await readTownYaml(join(docs, 'town-example.yaml'));
  expect(await office.importTown(town)).toEqual({ added: 5, changed: 2, unchanged: 0 });
  expect(await office.importTown(town)).toEqual({ added: 0, changed: 0, unchanged: 7 });
  office.close();
});

describe('a town file on disk', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beffroi-yaml-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function written(text: string): Promise<string> {
    const file = join(folder, 'town.yaml');
    await writeFile(file, text);
    return file;
  }

  test('OPS-8 a fault is told with the line of its field, or of what should hold it', async () => {
    const yaml = await readTownYaml(
      await written('town:\n  name: Vermeil\ncameras:\n  - key: a\n    main: x\n  - key: b\n'),
    );
    const faults = ['cameras/0/main', 'cameras/1/name', 'people/0', 'town/name', 'the file'];
    const lines = yaml.faultLines(faults.map((path) => ({ path, what: 'wrong' })));
    expect(lines.map((line) => line.split(':')[1])).toEqual(['5', '6', '1', '2', '1']);
    expect(lines[0]).toBe(`${yaml.file}:5: cameras/0/main: wrong`);
  });

  test('what the centre must know to start comes from the file; the map lies beside it', async () => {
    await writeFile(join(folder, 'map.json'), '{"type":"FeatureCollection","features":[]}');
    const text = 'town: { name: Saint-Denis, timeZone: Indian/Reunion, site: csu, map: map.json }';
    expect(await townStart(await readTownYaml(await written(text)))).toEqual({
      name: 'Saint-Denis',
      timeZone: 'Indian/Reunion',
      site: 'csu',
      mapFile: join(folder, 'map.json'),
    });
  });

  test.each([
    ['town: {}', /town.yaml:1: town\/name: is missing/],
    [
      'town:\n  name: A\n  timeZone: Europe/Parys',
      /:3: town\/timeZone: Europe\/Parys is no time zone/,
    ],
    ['town:\n  name: A\n  map: none.json', /:3: town\/map: .*can't be read \(ENOENT\)/],
    ['town:\n  name: A\n  map: town.yaml', /:3: town\/map: .*is no JSON/],
    ['town:\n  name: A\n  name: B', /town.yaml: Map keys must be unique at line 3/],
    ['town: [', /town.yaml: .*at line 1/],
    ['a: *nobody', /town.yaml: .*nobody/],
  ])('OPS-8 %j is refused before anything starts', async (text, words) => {
    const file = await written(text);
    const read = async (): Promise<unknown> => townStart(await readTownYaml(file));
    await expect(read()).rejects.toThrow(words);
  });

  test('OPS-8 a file that is not there says where an example is', async () => {
    await expect(readTownYaml(join(folder, 'none.yaml'))).rejects.toThrow('docs/town-example.yaml');
  });
});
