/**
 * Reads a town file. Its syntax and what must be known before the centre starts (name, time zone,
 * site, map) are looked at here; the rest is checked by the centre, all at once. Whoever finds a
 * fault, it is told with the file, the line, the field and the remedy.
 */

import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure, type Json } from '@beffroi/kernel';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

const sizeBytesMax = 4 * 1024 * 1024;

/** Where a town file is wrong: `cameras/2/main`, and what to write instead. */
export interface TownFault {
  readonly path: string;
  readonly what: string;
}

export interface TownYaml {
  readonly file: string;
  readonly town: Json;
  /** One line a fault, with the line of the file it stands on. */
  faultLines(faults: readonly TownFault[]): readonly string[];
}

/** What of a town file is read when the centre starts; null: the centre's default. */
export interface TownStart {
  readonly name: string;
  readonly timeZone: string | null;
  readonly site: string | null;
  /** Absolute path of the GeoJSON of the map base. */
  readonly mapFile: string | null;
}

/** Throws Failure `town-file-missing`, `town-file-too-long` or `town-file-invalid`. */
export async function readTownYaml(file: string): Promise<TownYaml> {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure(
      'town-file-missing',
      `${file} can't be read (${thrown.code}); docs/town-example.yaml is one to start from`,
      { cause: thrown },
    );
  });
  if (text.length > sizeBytesMax) {
    throw new Failure('town-file-too-long', `${file} is longer than 4 MiB`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: true, lineCounter: lines });
  const [first] = document.errors;
  if (first !== undefined) {
    throw new Failure('town-file-invalid', `${file}: ${first.message.trimEnd()}`);
  }
  const town = jsonOf(document, file);
  return {
    file,
    town,
    faultLines: (faults) =>
      faults.map(({ path, what }) => {
        const { line } = lines.linePos(offsetOf(document, path));
        return `${file}:${line}: ${path}: ${what}`;
      }),
  };
}

/** What the centre must know to start; throws Failure `town-file-invalid`. */
export async function townStart(yaml: TownYaml): Promise<TownStart> {
  const fields = fieldsOf(fieldsOf(yaml.town)?.['town'] ?? null);
  const text = (name: string): string | null => {
    const value = fields?.[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const name = text('name');
  if (name === null) {
    throw faulty(yaml, { path: 'town/name', what: 'is missing: write the name of the town' });
  }
  const timeZone = text('timeZone');
  if (timeZone !== null && !isTimeZone(timeZone)) {
    const what = `${timeZone} is no time zone of this machine; write one as Europe/Paris`;
    throw faulty(yaml, { path: 'town/timeZone', what });
  }
  const map = text('map');
  const mapFile = map === null ? null : resolve(dirname(yaml.file), map);
  const wrong = mapFile === null ? null : await whatIsWrongWithMap(mapFile);
  if (wrong !== null) {
    throw faulty(yaml, { path: 'town/map', what: wrong });
  }
  return { name, timeZone, site: text('site'), mapFile };
}

/** A sentence when a file that holds camera passwords is open to others, else null. */
export async function openToOthers({ file, town }: TownYaml): Promise<string | null> {
  const cameras = fieldsOf(town)?.['cameras'];
  const holdsPasswords =
    Array.isArray(cameras) &&
    cameras.some((camera) => fieldsOf(camera)?.['password'] !== undefined);
  return holdsPasswords && ((await stat(file)).mode & 0o077) !== 0
    ? `${file} holds camera passwords and can be read by others: chmod 600 ${file}`
    : null;
}

/** The faults as one failure: none of the file was brought in. */
export function faultsOfTown(yaml: TownYaml, faults: readonly TownFault[]): Failure {
  const lines = yaml.faultLines(faults).map((line) => `  ${line}`);
  return new Failure(
    'town-file-invalid',
    `${yaml.file} was not brought in; nothing has changed:\n${lines.join('\n')}`,
  );
}

function faulty(yaml: TownYaml, fault: TownFault): Failure {
  return new Failure('town-file-invalid', yaml.faultLines([fault]).join('\n'));
}

function jsonOf(document: Document, file: string): Json {
  try {
    return document.toJS({ maxAliasCount: 100 }) as Json;
  } catch (thrown) {
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Failure('town-file-invalid', `${file}: ${what}; write it out without aliases`);
  }
}

/** Where a path begins in the text; the deepest part of it that is there. */
function offsetOf(document: Document, path: string): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path.split('/')) {
    const here = isAlias(node) ? node.resolve(document) : node;
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) {
        return offset;
      }
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(here)) {
      node = here.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | null {
  const range = (node as { readonly range?: readonly number[] | null } | null | undefined)?.range;
  return range?.[0] ?? null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      return false;
    }
    throw thrown;
  }
}

async function whatIsWrongWithMap(path: string): Promise<string | null> {
  const remedy = 'give a GeoJSON file, its path from the folder of the town file, or leave it out';
  try {
    const map = fieldsOf(JSON.parse(await readFile(path, 'utf8')));
    return map?.['type'] === 'FeatureCollection' && Array.isArray(map['features'])
      ? null
      : `${path} is no FeatureCollection; ${remedy}`;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    return `${path} ${code === undefined ? 'is no JSON' : `can't be read (${code})`}; ${remedy}`;
  }
}
