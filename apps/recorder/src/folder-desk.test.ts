/** What a recorder says of its folder: whole, in pages, and nothing outside of it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openRecordingFolder } from '@beffroi/store-recordings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderDesk } from './folder-desk.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'beffroi-desk-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function put(path: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), 'bytes');
}

test('RET-8 a folder is listed to its end in pages, and a newer listing ends an older one', async () => {
  const paths = ['a', 'b', 'c', 'd', 'e'].map((name) => `cam_a/2026-11-22/main-${name}.bfr`);
  for (const path of paths) {
    put(path);
  }
  const desk = new FolderDesk(openRecordingFolder(directory), 2);
  const page = async (listing: number, first: boolean) => {
    const answer = await desk.list({ type: 'list-files', request: 7, listing, first });
    return answer.type === 'files'
      ? { paths: answer.files?.map(({ path }) => path) ?? null, isLast: answer.isLast }
      : null;
  };
  expect(await page(1, true)).toEqual({ paths: paths.slice(0, 2), isLast: false });
  expect(await page(1, false)).toEqual({ paths: paths.slice(2, 4), isLast: false });
  expect(await page(1, false)).toEqual({ paths: paths.slice(4), isLast: true });
  expect(await page(1, false)).toEqual({ paths: null, isLast: true });
  await page(2, true);
  expect(await page(3, true)).toEqual({ paths: paths.slice(0, 2), isLast: false });
  expect(await page(2, false)).toEqual({ paths: null, isLast: true });
  expect(await page(3, false)).toEqual({ paths: paths.slice(2, 4), isLast: false });
});

test('RET-8 what has no header has no identity, and no path leads out of the folder', async () => {
  put('cam_a/2026-11-22/main-a.bfr');
  const desk = new FolderDesk(openRecordingFolder(join(directory, 'cam_a')));
  const identify = (path: string) => desk.identify({ type: 'identify-file', request: 1, path });
  for (const path of ['2026-11-22/main-a.bfr', '../cam_a/2026-11-22/main-a.bfr', '/etc/hostname']) {
    expect(await identify(path)).toEqual({ type: 'file-identity', request: 1, opened: null });
  }
});
