/** The folder as whoever accounts for it sees it: every file, without the store's own notes. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRecordingFolder } from '../src/index.ts';

test('RET-8 every file is found but the notes of the store, and what is being written is marked', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'beffroi-folder-'));
  const write = (path: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), 'not a recording');
  };
  try {
    for (const path of [
      'cam_a/2026-11-22/main-00-00-00.bfr',
      'cam_a/2026-11-22/main-00-10-00.bfr',
      'cam_a/2026-11-22/deeper/still.png',
      'gaps.json',
      'gaps.json.new',
      '.sync-x1/probe',
      'open/cam_a~2026-11-22~main-00-10-00.bfr',
      'copy.tar',
    ]) {
      write(path);
    }
    const folder = openRecordingFolder(directory);
    const found = [];
    for await (const { path, sizeBytes, growing } of folder.files()) {
      found.push({ path, sizeBytes, growing });
    }
    const sizeBytes = 15;
    expect(found).toEqual([
      { path: 'copy.tar', sizeBytes, growing: false },
      { path: 'cam_a/2026-11-22/main-00-00-00.bfr', sizeBytes, growing: false },
      { path: 'cam_a/2026-11-22/main-00-10-00.bfr', sizeBytes, growing: true },
      { path: 'cam_a/2026-11-22/deeper/still.png', sizeBytes, growing: false },
    ]);
    expect(await folder.identityOf('cam_a/2026-11-22/main-00-00-00.bfr')).toBeNull();
    const nowhere = openRecordingFolder(join(directory, 'nowhere'));
    expect((await nowhere.files()[Symbol.asyncIterator]().next()).done).toBe(true);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
