import type { CameraView } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import { sectionsByCommune, sectionsByGroup, type TreeSection } from './tree-sections.ts';

function camera(id: string, communeId: string, groups: CameraView['groups']): CameraView {
  return { id, communeId, groups } as CameraView;
}

const centre = { id: 'grp_c', name: 'Centre' };
const schools = { id: 'grp_e', name: 'Écoles' };
const cameras = [
  camera('mairie', 'valbruant', [centre]),
  camera('ecole', 'valbruant', [schools, centre]),
  camera('stade', 'saint-orme', []),
];

function told(sections: readonly TreeSection[]) {
  return sections.map(({ name, cameras: held }) => [name, held.map(({ id }) => id)]);
}

describe('the sections of the tree', () => {
  test('by commune, without those that have none', () => {
    const communes = [
      { id: 'valbruant', inseeCode: '37999', name: 'Valbruant' },
      { id: 'vide', inseeCode: '37998', name: 'Vide' },
      { id: 'saint-orme', inseeCode: '37997', name: 'Saint-Orme' },
    ] as unknown as Parameters<typeof sectionsByCommune>[1];
    expect(told(sectionsByCommune(cameras, communes))).toEqual([
      ['Valbruant', ['mairie', 'ecole']],
      ['Saint-Orme', ['stade']],
    ]);
  });

  test('by group, in each that holds it, and last those in none', () => {
    expect(told(sectionsByGroup(cameras, 'Sans groupe'))).toEqual([
      ['Centre', ['mairie', 'ecole']],
      ['Écoles', ['ecole']],
      ['Sans groupe', ['stade']],
    ]);
    expect(told(sectionsByGroup(cameras.slice(0, 1), 'Sans groupe'))).toEqual([
      ['Centre', ['mairie']],
    ]);
  });
});
