/**
 * PLACE: a file's place is a path (`import.meta.dirname`), not the pathname of a URL: that one is
 * percent-encoded, and the house would not start from a folder with a space or an accent in its name.
 * A URL of our own file goes to who takes a URL: `fileURLToPath`, a browser's `Worker`, an `href`.
 */

import type { Finding } from '../finding.ts';
import type { House, SourceFile } from '../tree.ts';
import { type Node, walk } from '../walk.ts';

const takers = /^(fileURLToPath\(|new Worker\()/;

export function checkPlaces(house: House): Finding[] {
  return house.sources.filter(({ text }) => text.includes('import.meta.url')).flatMap(urlsOfPlaces);
}

function urlsOfPlaces(file: SourceFile): Finding[] {
  const findings: Finding[] = [];
  walk(file.parsed.program, (node, parents) => {
    const parent = parents.at(-1);
    if (node.type === 'NewExpression' && parent && isPlace(file, node) && !taken(file, parent)) {
      findings.push({
        law: 'place',
        path: file.path,
        line: file.lineOf(node.start),
        words: 'name a file of ours by join(import.meta.dirname, ...), not by a URL',
      });
    }
  });
  return findings;
}

function isPlace(file: SourceFile, node: Node): boolean {
  return /^new URL\([^()]*,\s*import\.meta\.url\s*,?\s*\)$/.test(textOf(file, node));
}

function taken(file: SourceFile, parent: Node): boolean {
  const text = textOf(file, parent);
  return takers.test(text) || (parent.type === 'MemberExpression' && text.endsWith('.href'));
}

function textOf(file: SourceFile, node: Node): string {
  return file.text.slice(node.start, node.end);
}
