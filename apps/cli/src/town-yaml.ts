/** Reads a town file. Errors name the file and the line; its content is checked by the centre. */

import { readFile } from 'node:fs/promises';
import { Failure, type Json } from '@beffroi/kernel';
import { parseDocument } from 'yaml';

const sizeBytesMax = 4 * 1024 * 1024;

export async function readTownYaml(path: string): Promise<Json> {
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure('town-file-missing', `${path} can't be read (${thrown.code})`, {
      cause: thrown,
    });
  });
  if (text.length > sizeBytesMax) {
    throw new Failure('town-file-too-long', `${path} is longer than 4 MiB`);
  }
  const document = parseDocument(text, { prettyErrors: true });
  const first = document.errors[0];
  if (first !== undefined) {
    throw new Failure('town-file-invalid', `${path}: ${first.message}`);
  }
  return document.toJS({ maxAliasCount: 100 }) as Json;
}
