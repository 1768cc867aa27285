/**
 * The house as the laws read it: its source files parsed once by oxc, its packages, its documents.
 * A canary is a small house of its own under `tools/tidy/canaries`, read by the same code.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type ParseResult, parseSync } from 'oxc-parser';

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** Room of `layers.ts`, or null for files of the root. */
  readonly room: string | null;
  readonly test: boolean;
  readonly text: string;
  readonly parsed: ParseResult;
  /** Everything the file names in import, export from and import(). */
  readonly imports: readonly Import[];
  lineOf(offset: number): number;
}

export interface Import {
  readonly target: string;
  readonly line: number;
}

export interface HousePackage {
  readonly path: string;
  readonly room: string;
  readonly name: string;
  readonly dependencies: ReadonlySet<string>;
  /** `.` and the like, to the file it names. */
  readonly exports: Readonly<Record<string, string>>;
}

export interface HouseDocument {
  readonly path: string;
  readonly text: string;
}

export interface House {
  readonly root: string;
  readonly sources: readonly SourceFile[];
  readonly packages: readonly HousePackage[];
  /** Markdown, configuration and scripts: text that is not parsed. */
  readonly documents: readonly HouseDocument[];
  readonly paths: ReadonlySet<string>;
}

const skipped = new Set(['node_modules', 'dist', '.git', 'canaries', '.beffroi', 'coverage']);
const sourceName = /\.(ts|tsx|mts)$/;
const documentName = /\.(md|mjs|css|html|json|ya?ml|sh|geojson)$/;

export function readHouse(root: string): House {
  const paths = listFiles(root, root);
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  return {
    root,
    paths: new Set(paths),
    sources: paths.filter((path) => sourceName.test(path)).map((path) => parse(path, read(path))),
    packages: paths
      .filter((path) => /^(packages|apps|tools)\/[^/]+\/package\.json$/.test(path))
      .map((path) => packageOf(path, JSON.parse(read(path)) as PackageText)),
    documents: paths
      .filter((path) => documentName.test(path) || path.startsWith('.ci/'))
      .map((path) => ({ path, text: read(path) })),
  };
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return skipped.has(entry.name) ? [] : listFiles(root, path);
    }
    return entry.isFile() ? [relative(root, path).replaceAll('\\', '/')] : [];
  });
}

interface PackageText {
  readonly name?: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function packageOf(path: string, text: PackageText): HousePackage {
  return {
    path: dirname(path),
    room: roomOf(path) ?? '',
    name: text.name ?? '',
    exports: text.exports ?? {},
    dependencies: new Set(
      Object.keys({
        ...text.dependencies,
        ...text.devDependencies,
        ...text.optionalDependencies,
        ...text.peerDependencies,
      }),
    ),
  };
}

/** The room of a path: the folder below `packages`, `apps` or `tools`; `e2e` is its own. */
export function roomOf(path: string): string | null {
  const [top, room] = path.split('/');
  if (top === 'e2e') {
    return 'e2e';
  }
  return ['packages', 'apps', 'tools'].includes(top ?? '') && room ? room : null;
}

/** A source file from its text; also how tests make one without a disk. */
export function parse(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      [low, high] = (starts[middle] ?? 0) <= offset ? [middle, high] : [low, middle];
    }
    return low + 1;
  };
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const imports: Import[] = [
    ...staticImports.map(({ moduleRequest }) => at(moduleRequest.value, moduleRequest.start)),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest ? [at(moduleRequest.value, moduleRequest.start)] : [],
      ),
    ),
    ...dynamicImports.map(({ moduleRequest }) =>
      at(text.slice(moduleRequest.start + 1, moduleRequest.end - 1), moduleRequest.start),
    ),
  ];
  function at(target: string, offset: number): Import {
    return { target, line: lineOf(offset) };
  }
  return { path, room: roomOf(path), test: isTest(path), text, parsed, imports, lineOf };
}

function isTest(path: string): boolean {
  return /\.test(-d)?\.tsx?$|\/(test|testing)\/|^e2e\//.test(path);
}
