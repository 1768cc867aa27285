/**
 * PURITY: a pure room touches nothing. No `node:` module, no clock, no chance, no timer, no process:
 * time and randomness are arguments. A name that the file declares itself is its own business.
 */

import type { Finding } from '../finding.ts';
import { rooms } from '../layers.ts';
import type { House, SourceFile } from '../tree.ts';
import { isNode, type Node, walk } from '../walk.ts';

const forbidden: ReadonlySet<string> = new Set([
  'Date',
  'Buffer',
  'process',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'fetch',
  'crypto',
  'globalThis',
  'localStorage',
  'document',
  'window',
]);

export function checkPurity(house: House): Finding[] {
  return house.sources
    .filter(({ room, test }) => !test && room !== null && rooms[room]?.pure === true)
    .flatMap((file) => [...outsideModules(file), ...outsideNames(file)]);
}

function outsideModules(file: SourceFile): Finding[] {
  return file.imports
    .filter(({ target }) => target.startsWith('node:'))
    .map(({ target, line }) => ({
      law: 'purity',
      path: file.path,
      line,
      words: `${target} in the pure room ${file.room}; take what you need as an argument`,
    }));
}

function outsideNames(file: SourceFile): Finding[] {
  const own = new Set<string>();
  const used: { readonly name: string; readonly start: number }[] = [];
  walk(file.parsed.program, (node, parents) => {
    const parent = parents.at(-1);
    if (node.type === 'Identifier' && typeof node['name'] === 'string') {
      const name = node['name'];
      if (parent && isDeclaration(node, parent)) {
        own.add(name);
      } else if (forbidden.has(name) && !(parent && isMember(node, parent))) {
        used.push({ name, start: node.start });
      }
    }
    if (node.type === 'MemberExpression' && textOf(file, node) === 'Math.random') {
      used.push({ name: 'Math.random', start: node.start });
    }
  });
  return used
    .filter(({ name }) => !own.has(name))
    .map(({ name, start }) => ({
      law: 'purity',
      path: file.path,
      line: file.lineOf(start),
      words: `${name} in the pure room ${file.room}; take it as an argument`,
    }));
}

function textOf(file: SourceFile, node: Node): string {
  return file.text.slice(node.start, node.end);
}

/** Names after a dot or before a colon belong to the thing they are of. */
function isMember(node: Node, parent: Node): boolean {
  const fields = parent as Node & Readonly<Record<string, unknown>>;
  const named = fields['computed'] !== true && fields['shorthand'] !== true;
  return (named && fields['key'] === node) || (named && fields['property'] === node);
}

function isDeclaration(node: Node, parent: Node): boolean {
  const fields = parent as Node & Readonly<Record<string, unknown>>;
  const params = fields['params'];
  return (
    (parent.type === 'VariableDeclarator' && fields['id'] === node) ||
    (Array.isArray(params) && params.some((one) => isNode(one) && one === node)) ||
    (parent.type === 'ImportSpecifier' && fields['local'] === node) ||
    (parent.type === 'FunctionDeclaration' && fields['id'] === node)
  );
}
