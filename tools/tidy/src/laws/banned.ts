/**
 * BAN: what the product never does is absent from what it depends on and from what it names: no
 * face, gait, plate or person recognition, no biometry, no State design system. Rules in SPEC.md.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import type { House, SourceFile } from '../tree.ts';
import { isNode, walk } from '../walk.ts';

const bannedPackages: readonly (readonly [rule: string, name: RegExp])[] = [
  [
    'BAN-1',
    /face-?(api|recognition|detect|mesh|landmarks)|^face-|blazeface|retinaface|arcface|insightface|deepface/,
  ],
  [
    'BAN-1',
    /^@vladmandic\/|^@tensorflow|^tfjs|^tensorflow|^@mediapipe\/|^onnxruntime|^@huggingface\/|^@xenova\//,
  ],
  [
    'BAN-1',
    /^opencv|^@techstark\/opencv|^@u4\/opencv|^clarifai|^@aws-sdk\/client-rekognition|^@azure.*face/,
  ],
  ['BAN-2', /^tesseract|^node-tesseract|alpr|anpr|^@paddlejs|plate-?recogni|^ultralytics|^yolo/],
  ['BAN-3', /^pose-?net|^@ml5|^ml5$|body-?(pix|pose)|gait|person-?re-?id|^deepsort/],
  ['BAN-7', /^@gouvfr\/|^@codegouvfr\/|react-dsfr|^dsfr/],
  ['BAN-8', /^better-sqlite3$|^sqlite3$/],
];

const bannedNames: readonly (readonly [rule: string, words: RegExp])[] = [
  ['BAN-1', /(^|-)(face|facial|faces)-(recogn|detect|match|embed|print|id|vector|search)/],
  ['BAN-1', /(^|-)biometr/],
  [
    'BAN-2',
    /(^|-)(licen[cs]e|number|registration)-plate|(^|-)plate-(read|recogn|ocr|number)|(^|-)(anpr|alpr|lapi)(-|$)/,
  ],
  ['BAN-3', /(^|-)gait(-|$)|(^|-)(person|pedestrian|body)-(reid|re-id|embed|attribute|signature)/],
  ['BAN-3', /(^|-)(ethnic|emotion|skin-colou?r|perceived-(age|gender|sex))/],
  ['BAN-5', /(^|-)(audio|sound)-(decod|record|store|play|stream)/],
  ['BAN-6', /(^|-)default-(password|secret|credential)/],
  ['BAN-9', /(^|-)(unmasked|clear|raw)-(copy|archive|recording|backup)/],
  ['BAN-4', /(^|-)(search|find|query)-by-(appearance|clothes|clothing|face|likeness)/],
];

/** Names of every package in the lock and in the manifests. */
export function checkBannedPackages(house: House): Finding[] {
  const findings: Finding[] = [];
  for (const { path, dependencies } of house.packages) {
    for (const name of dependencies) {
      findings.push(...judge(`${path}/package.json`, name));
    }
  }
  for (const path of ['package.json', 'package-lock.json'].filter((one) => house.paths.has(one))) {
    const text = JSON.parse(readFileSync(join(house.root, path), 'utf8')) as Manifest;
    const names = new Set([
      ...Object.keys({ ...text.dependencies, ...text.devDependencies }),
      ...Object.keys(text.packages ?? {}).map((key) =>
        key.slice(key.lastIndexOf('node_modules/') + 13),
      ),
    ]);
    for (const name of names) {
      findings.push(...judge(path, name));
    }
  }
  return findings;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly packages?: Readonly<Record<string, unknown>>;
}

function judge(path: string, name: string): Finding[] {
  return bannedPackages
    .filter(([, pattern]) => pattern.test(name))
    .map(([rule]) => ({ law: 'banned', path, line: 1, words: `${name} is forbidden by ${rule}` }));
}

/** Names that the code gives: variables, functions, types, properties. */
export function checkBannedNames(house: House): Finding[] {
  return house.sources.filter(({ room }) => room !== 'tidy').flatMap(namesOf);
}

function namesOf(file: SourceFile): Finding[] {
  const findings: Finding[] = [];
  walk(file.parsed.program, (node) => {
    const name = node['name'];
    const text = typeof name === 'string' ? name : keyText(node);
    if (text === undefined) {
      return;
    }
    const words = text
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replaceAll('_', '-')
      .toLowerCase();
    for (const [rule, pattern] of bannedNames) {
      if (pattern.test(words)) {
        const line = file.lineOf(node.start);
        findings.push({
          law: 'banned',
          path: file.path,
          line,
          words: `"${text}" is forbidden by ${rule}`,
        });
      }
    }
  });
  return findings;
}

/** A property named by a text: `{ 'plate-number': ... }`. */
function keyText(node: Readonly<Record<string, unknown>>): string | undefined {
  const key = node['key'];
  if (!isNode(key) || key.type !== 'Literal') {
    return undefined;
  }
  const value = (key as unknown as { readonly value: unknown }).value;
  return typeof value === 'string' ? value : undefined;
}
