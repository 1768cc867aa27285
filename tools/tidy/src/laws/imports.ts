/**
 * Laws of imports: the direction of the table in `layers.ts`, no way into another package but its
 * `exports`, nothing imported that package.json does not name, no cycle even through types.
 */

import { posix } from 'node:path';
import type { Finding } from '../finding.ts';
import { rooms, sideRooms } from '../layers.ts';
import type { House, HousePackage, SourceFile } from '../tree.ts';

const scope = '@beffroi/';

/** LAYERS: a room imports only what the table allows; `testing` is for tests. */
export function checkLayers(house: House): Finding[] {
  return eachImport(house, ({ file, target, line, packages }) => {
    const other = roomOfImport(file, target, packages);
    if (!file.room || !other || other === file.room) {
      return undefined;
    }
    const room = rooms[file.room];
    if (!room) {
      return {
        law: 'layers',
        path: file.path,
        line,
        words: `room "${file.room}" is not in tools/tidy/src/layers.ts`,
      };
    }
    const allowed = room.imports === 'everything' || room.imports.includes(other);
    if (allowed || (file.test && (sideRooms.has(other) || isBelow(other, file.room)))) {
      return undefined;
    }
    return { law: 'layers', path: file.path, line, words: `${file.room} may not import ${other}` };
  });
}

/** A test of an adapter or an app may build what its room is tested with: anything not above it. */
function isBelow(other: string, room: string): boolean {
  const mine = rooms[room]?.layer;
  const theirs = rooms[other]?.layer;
  return typeof mine === 'number' && typeof theirs === 'number' && mine >= 3 && theirs <= mine;
}

/** DEEP: another package is entered by a name of its `exports` only, never by path. */
export function checkDeepImports(house: House): Finding[] {
  return eachImport(house, ({ file, target, line, packages }) => {
    if (target.startsWith('.')) {
      const reached = posix.join(posix.dirname(file.path), target);
      const own = packageAt(file.path, house.packages);
      const other = packageAt(reached, house.packages);
      if (other && own !== other) {
        return {
          law: 'deep-import',
          path: file.path,
          line,
          words: `enter ${other.name} by its name, not by ${target}`,
        };
      }
      return undefined;
    }
    if (!target.startsWith(scope)) {
      return undefined;
    }
    const [name, entry] = splitTarget(target);
    const other = packages.get(name);
    if (other && !(entry in other.exports)) {
      return {
        law: 'deep-import',
        path: file.path,
        line,
        words: `${name} does not export "${entry}"`,
      };
    }
    return undefined;
  });
}

/** UNDECLARED: what a package imports stands in its package.json (tests: or in the root's). */
export function checkUndeclared(house: House, rootDependencies: ReadonlySet<string>): Finding[] {
  return eachImport(house, ({ file, target, line }) => {
    if (target.startsWith('.') || target.startsWith('node:') || target.startsWith('virtual:')) {
      return undefined;
    }
    const [name] = splitTarget(target);
    const own = packageAt(file.path, house.packages);
    const known =
      own === undefined ||
      own.name === name ||
      own.dependencies.has(name) ||
      own.dependencies.has(`@types/${name}`);
    const tool = file.test || own?.path.startsWith('tools/') || /\.config\.ts$/.test(file.path);
    if (known || (tool && (rootDependencies.has(name) || name.startsWith(scope)))) {
      return undefined;
    }
    return {
      law: 'undeclared',
      path: file.path,
      line,
      words: `${name} is not in ${own.path}/package.json`,
    };
  });
}

/** CYCLES: no file reaches itself through imports, type imports included. */
export function checkCycles(house: House): Finding[] {
  const graph = new Map<string, string[]>();
  const packages = byName(house);
  for (const file of house.sources) {
    const targets = file.imports.flatMap(({ target }) =>
      resolveImport(house, file, target, packages),
    );
    graph.set(file.path, targets);
  }
  return stronglyConnected(graph)
    .filter((group) => group.length > 1 || graph.get(group[0] ?? '')?.includes(group[0] ?? ''))
    .map((group) => {
      const names = [...group].sort();
      return {
        law: 'cycle',
        path: names[0] ?? '',
        line: 1,
        words: `a cycle of imports: ${names.join(' -> ')}`,
      };
    });
}

interface Seen {
  readonly file: SourceFile;
  readonly target: string;
  readonly line: number;
  readonly packages: ReadonlyMap<string, HousePackage>;
}

function eachImport(house: House, judge: (seen: Seen) => Finding | undefined): Finding[] {
  const packages = byName(house);
  return house.sources.flatMap((file) =>
    file.imports.flatMap(({ target, line }) => judge({ file, target, line, packages }) ?? []),
  );
}

function byName(house: House): ReadonlyMap<string, HousePackage> {
  return new Map(house.packages.map((one) => [one.name, one]));
}

function packageAt(path: string, packages: readonly HousePackage[]): HousePackage | undefined {
  return packages.find((one) => path.startsWith(`${one.path}/`));
}

function roomOfImport(
  file: SourceFile,
  target: string,
  packages: ReadonlyMap<string, HousePackage>,
): string | undefined {
  if (target.startsWith('.')) {
    const reached = posix.join(posix.dirname(file.path), target);
    return packageAt(reached, [...packages.values()])?.room;
  }
  return packages.get(splitTarget(target)[0])?.room;
}

/** `@beffroi/office/testing` as package and entry. */
function splitTarget(target: string): [name: string, entry: string] {
  const parts = target.split('/');
  const count = target.startsWith('@') ? 2 : 1;
  const rest = parts.slice(count).join('/');
  return [parts.slice(0, count).join('/'), rest ? `./${rest}` : '.'];
}

function resolveImport(
  house: House,
  file: SourceFile,
  target: string,
  packages: ReadonlyMap<string, HousePackage>,
): string[] {
  if (target.startsWith('.')) {
    const reached = posix.join(posix.dirname(file.path), target);
    return house.paths.has(reached) ? [reached] : [];
  }
  const [name, entry] = splitTarget(target);
  const other = packages.get(name);
  const named = other?.exports[entry];
  return other && named ? [posix.join(other.path, named)] : [];
}

/** Tarjan's components, each a group of files that reach each other. */
function stronglyConnected(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
      } else if (onStack.has(next)) {
        low.set(node, Math.min(low.get(node) ?? 0, index.get(next) ?? 0));
      }
    }
    if (low.get(node) === index.get(node)) {
      const group: string[] = [];
      for (let last = stack.pop(); last !== undefined; last = stack.pop()) {
        onStack.delete(last);
        group.push(last);
        if (last === node) {
          break;
        }
      }
      groups.push(group);
    }
  };
  for (const node of graph.keys()) {
    if (!index.has(node)) {
      visit(node);
    }
  }
  return groups;
}
