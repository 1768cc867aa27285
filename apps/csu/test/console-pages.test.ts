/**
 * A client may never fetch what its page may not show. What each page of the console asks is read from
 * its sources, what opens a page from the console's own table, and what the centre answers from the
 * authorisation matrix, which is proved beside. For every kind of person: what no page of theirs asks,
 * the centre doesn't give; what an open page needs, it gives.
 */

import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Right } from '@beffroi/town';
import type { SessionView } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expected, httpLines } from './matrix-lines.ts';
import { bringMatrixPeople, type Kind, kinds, type MatrixPeople } from './matrix-people.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

const consoleSource = join(import.meta.dirname, '../../console/src');
/** Asked by no page of the console: for programs that speak to the centre (docs/wire.md). */
const forPrograms = ['GET /api/cameras/{id}', 'GET /api/register/keys'];

/** What a mask costs is shown to whoever may read health; the page of cameras does without. */
const doneWithout = ['GET /api/health'];

interface Page {
  readonly path: string;
  readonly rights: readonly Right[];
  /** `GET /api/people` of the matrix. */
  readonly asks: ReadonlySet<string>;
}

let centre: TestCentre;
let people: MatrixPeople;
let pages: readonly Page[];
/** Before and around every page: session, sign-in, alarms. */
let around: ReadonlySet<string>;

beforeAll(async () => {
  centre = await startTestCentre();
  people = await bringMatrixPeople(centre);
  const hooks = await hooksOf(join(consoleSource, 'api/queries.ts'));
  const table = await readFile(join(consoleSource, 'shell/pages-table.ts'), 'utf8');
  const entries = [...table.matchAll(/path: '(\/[a-z]*)'[^}]*?rights: \[([^\]]*)\]/g)];
  pages = await Promise.all(
    entries.map(async ([, path = '', rights = '']) => ({
      path,
      rights: [...rights.matchAll(/'([a-z-]+)'/g)].map(([, right]) => right as Right),
      asks: await asksOf(join('pages', path === '/' ? 'wall' : path.slice(1)), hooks),
    })),
  );
  const outside = await Promise.all(
    ['shell', 'api/sign-in.ts', 'pages/enrol', 'pages/sign-in'].map((part) => asksOf(part, hooks)),
  );
  around = new Set(outside.flatMap((asks) => [...asks]));
});
afterAll(() => centre.close());

function shapeOf(route: string): string {
  return route.replace(/\{\w*\}/g, '{}');
}

/** The route of the matrix that a path of the sources means. */
function routeOf(path: string): string {
  const shape = `GET ${path.replace(/\$\{.*?\}+/g, '{}').replace(/\{\}.*\}$/, '{}')}`;
  return Object.keys(httpLines).find((key) => shapeOf(key) === shape) ?? shape;
}

function asksIn(text: string): readonly string[] {
  const paths = [...text.matchAll(/(?:'(POST|PUT|PATCH|DELETE)',\s*)?[`'](\/api\/[^`'?]*)/g)];
  const gets = paths.flatMap(([, method, path = '']) =>
    method === undefined && path !== '/api/live' ? [routeOf(path)] : [],
  );
  return text.includes('.referenceUrl}') ? [...gets, 'GET /api/masks/{id}/reference'] : gets;
}

/** `useCameras` -> `GET /api/cameras`. */
async function hooksOf(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const parts = (await readFile(file, 'utf8')).split(/export (?:function|const) /).slice(1);
  const direct = new Map(parts.map((part) => [/^\w+/.exec(part)?.[0] ?? '', asksIn(part)]));
  return new Map([...direct, ['useSession', direct.get('sessionQuery') ?? []]]);
}

/** What the files of a folder ask, with the hooks and the files of other pages that they use. */
async function asksOf(
  part: string,
  hooks: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlySet<string>> {
  const start = join(consoleSource, part);
  const files = part.endsWith('.ts')
    ? [start]
    : (await readdir(start, { recursive: true }))
        .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
        .map((name) => join(start, name));
  const asks: string[] = [];
  for (const file of await withImports(files)) {
    const text = await readFile(file, 'utf8');
    asks.push(...asksIn(text));
    for (const [name, routes] of hooks) {
      asks.push(...(new RegExp(`\\b${name}\\(`).test(text) ? routes : []));
    }
  }
  return new Set(asks);
}

/** The files themselves and the files of other pages that they import. */
async function withImports(files: readonly string[]): Promise<ReadonlySet<string>> {
  const all = new Set(files);
  for (const file of all) {
    const text = await readFile(file, 'utf8');
    for (const [, path = ''] of text.matchAll(/from '(\.[^']+\.tsx?)'/g)) {
      const reached = join(dirname(file), path);
      if (reached.includes('/pages/')) {
        all.add(reached);
      }
    }
  }
  return all;
}

/** The pages that the rail offers, from what the centre tells the session. */
async function offeredTo(kind: Kind): Promise<readonly Page[]> {
  const cookie = await people.cookieOf(kind);
  const answer = await centre.fetch('/api/session', cookie === null ? {} : { cookie });
  const { person, may } = (await answer.json()) as SessionView;
  return person === null
    ? []
    : pages.filter(
        ({ rights }) => rights.length === 0 || rights.some((right) => may[right].allowed),
      );
}

describe('pages and what the centre answers', () => {
  test('SEC-5 the sources are read: each page asks something, and each question is a route', () => {
    expect(pages.length).toBeGreaterThan(6);
    expect(pages.filter(({ asks }) => asks.size === 0)).toEqual([]);
    const asked = [...around, ...pages.flatMap(({ asks }) => [...asks])];
    const shapes = Object.keys(httpLines).map((key) => shapeOf(key.replace(/^\w+/, 'GET')));
    // A path kept in a variable is asked by another method than GET.
    expect(asked.filter((route) => !shapes.includes(shapeOf(route)))).toEqual([]);
  });

  test('SEC-5 each question that is answered is asked by a page, or meant for programs', () => {
    const asked = new Set([...around, ...pages.flatMap(({ asks }) => [...asks]), ...forPrograms]);
    const gets = Object.keys(httpLines).filter((key) => key.startsWith('GET '));
    expect(gets.filter((route) => !asked.has(route))).toEqual([]);
  });

  test.each(kinds)('SEC-5 %s can fetch nothing that none of their pages shows', async (kind) => {
    const offered = await offeredTo(kind);
    const shown = new Set([...around, ...offered.flatMap(({ asks }) => [...asks]), ...forPrograms]);
    const beyond = Object.entries(httpLines).filter(
      ([key, line]) => key.startsWith('GET ') && !shown.has(key) && expected(line, kind) === 'yes',
    );
    expect(beyond.map(([key]) => key)).toEqual([]);
  });

  test.each(kinds)('SEC-5 a page that %s is offered gets what it needs', async (kind) => {
    for (const { path, asks } of await offeredTo(kind)) {
      const refused = [...asks].filter((route) => {
        // What has a parameter, or is of a thing that the person makes first, is asked when
        // something is chosen, and greyed by its own decision.
        const isOwned = httpLines[route]?.owned !== undefined;
        const isWhole = !route.includes('{') && !isOwned && route !== 'GET /api/timeline';
        if (path === '/cameras' && doneWithout.includes(route)) {
          return false;
        }
        return isWhole && ['no', 'sign-in'].includes(expected(httpLines[route]!, kind));
      });
      expect([kind, path, refused]).toEqual([kind, path, []]);
    }
  });
});
