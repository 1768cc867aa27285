/**
 * DOCUMENTS: links between documents lead somewhere, each package has its page, and no text of the
 * house speaks of the place where it was written: no path of somebody's machine, no tool's name.
 * Those names are kept as digests, so that this list doesn't speak them either.
 */

import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Finding } from '../finding.ts';
import type { House, HouseDocument } from '../tree.ts';

/** LINKS: relative links of Markdown, with their headings. */
export function checkLinks(house: House): Finding[] {
  const pages = house.documents.filter(({ path }) => path.endsWith('.md'));
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return pages.flatMap((page) =>
    linksOf(page).flatMap(({ target, line }) => {
      const words = brokenLink(house, byPath, page, target);
      return words ? [{ law: 'link', path: page.path, line, words }] : [];
    }),
  );
}

function linksOf({ text }: HouseDocument): { readonly target: string; readonly line: number }[] {
  let fenced = false;
  return text.split('\n').flatMap((content, index) => {
    if (content.trimStart().startsWith('```')) {
      fenced = !fenced;
    }
    const plain = fenced ? '' : content.replace(/`[^`]*`/g, '');
    return [...plain.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({
      target,
      line: index + 1,
    }));
  });
}

function brokenLink(
  house: House,
  pages: ReadonlyMap<string, HouseDocument>,
  page: HouseDocument,
  target: string,
): string | undefined {
  if (/^[a-z]+:/.test(target)) {
    return undefined;
  }
  const [path = '', heading] = target.split('#');
  const reached = path === '' ? page.path : posix.join(posix.dirname(page.path), path);
  const exists =
    house.paths.has(reached) ||
    [...house.paths].some((one) => one.startsWith(`${reached.replace(/\/$/, '')}/`));
  if (!exists) {
    return `${target} leads nowhere`;
  }
  const other = pages.get(reached);
  return heading && other && !headingsOf(other).has(heading)
    ? `${reached} has no heading #${heading}`
    : undefined;
}

/** Anchors as GitHub makes them. */
function headingsOf({ text }: HouseDocument): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/^#+\s+(.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

/** PAGES: each package and app has a README.md. */
export function checkReadmes(house: House): Finding[] {
  return house.packages
    .filter(({ path }) => !house.paths.has(`${path}/README.md`))
    .map(({ path }) => ({
      law: 'readme',
      path: `${path}/package.json`,
      line: 1,
      words: `${path}/README.md is missing: objective, invariants, procedures, numbers`,
    }));
}

const machinePath = /(^|[\s"'`(=:])\/(home|Users|root|work|mnt)\/[A-Za-z0-9._-]+/;
const foreignWords: ReadonlySet<string> = new Set([
  'c857d09db23e6822',
  'c70eca6b0f88f44d',
  '7d3194f79e645c42',
  '60965168ce762e94',
  '3ea125d0bff386e6',
  '5d72436256ada538',
  '94a168d2da574b00',
  'd298391b07433318',
  'de2187af3fb01170',
  '57de4cf40144bdf7',
  'f3f2184b56f946c6',
  '6f7ac1823da81d2e',
]);

/** WORDS: in every text of the house, sources included. */
export function checkWords(house: House): Finding[] {
  const texts = [...house.sources, ...house.documents].filter(
    ({ path }) => path !== 'package-lock.json',
  );
  return texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((content, index) => {
      const words = strangeWord(content);
      return words ? [{ law: 'words', path, line: index + 1, words }] : [];
    }),
  );
}

const known = new Map<string, boolean>();

function strangeWord(content: string): string | undefined {
  const path = machinePath.exec(content)?.[0];
  if (path) {
    return `${path.trim()} is a path of one machine`;
  }
  for (const [word] of content.toLowerCase().matchAll(/[a-z]{4,20}/g)) {
    let strange = known.get(word);
    if (strange === undefined) {
      strange = foreignWords.has(createHash('sha256').update(word).digest('hex').slice(0, 16));
      known.set(word, strange);
    }
    if (strange) {
      return `"${word}" is not a word of the product`;
    }
  }
  return undefined;
}
