/** Every law of the house in one list; each has a canary that breaks it (`canaries.test.ts`). */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';
import { checkBannedNames, checkBannedPackages } from './laws/banned.ts';
import { checkLinks, checkReadmes, checkWords } from './laws/documents.ts';
import { checkCycles, checkDeepImports, checkLayers, checkUndeclared } from './laws/imports.ts';
import { checkMaskedCasts } from './laws/masked.ts';
import { checkPlaces } from './laws/places.ts';
import { checkPurity } from './laws/purity.ts';
import { checkRules } from './laws/rules.ts';
import { checkShape } from './laws/shape.ts';
import { checkThreats } from './laws/threats.ts';
import type { House } from './tree.ts';

export interface Law {
  readonly name: string;
  /** The law in a sentence: the title of its test. */
  readonly says: string;
  check(house: House): Finding[];
}

export const laws: readonly Law[] = [
  { name: 'layers', says: 'a room imports only what the table allows', check: checkLayers },
  { name: 'deep-import', says: 'a package is entered by its exports', check: checkDeepImports },
  { name: 'cycle', says: 'no cycle of imports, types included', check: checkCycles },
  {
    name: 'undeclared',
    says: 'what is imported is declared',
    check: (house) => checkUndeclared(house, rootDependencies(house)),
  },
  { name: 'rules', says: 'every rule has a test and every id a rule', check: checkRules },
  { name: 'banned', says: 'forbidden packages are absent', check: checkBannedPackages },
  { name: 'banned-names', says: 'forbidden things are not even named', check: checkBannedNames },
  { name: 'masked-cast', says: 'one maker of masked pictures', check: checkMaskedCasts },
  { name: 'purity', says: 'pure rooms touch nothing', check: checkPurity },
  { name: 'place', says: 'a file is named by its path, not by a URL', check: checkPlaces },
  { name: 'shape', says: 'files and functions keep their shape', check: checkShape },
  {
    name: 'threats',
    says: 'each answer of the threat model points to a test that shows it',
    check: checkThreats,
  },
  { name: 'link', says: 'links lead somewhere', check: checkLinks },
  { name: 'readme', says: 'each package has its page', check: checkReadmes },
  { name: 'words', says: 'the house speaks of the product alone', check: checkWords },
];

function rootDependencies(house: House): ReadonlySet<string> {
  if (!house.paths.has('package.json')) {
    return new Set();
  }
  const text = JSON.parse(readFileSync(join(house.root, 'package.json'), 'utf8')) as {
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  return new Set(Object.keys(text.devDependencies ?? {}));
}
