/**
 * What every source of sealed bytes must keep, on this machine's disk or behind a recorder's link: one
 * suite, run by each. `write` makes or lengthens a file where the source finds it.
 */

import { describe, expect, test } from 'vitest';
import type { SealedFiles } from '../ports/recordings.ts';

export interface SealedFilesUnderTest {
  readonly files: SealedFiles;
  write(path: string, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const path = 'cam_a/2026-11-22/main-10-02-30.bfr';
/** Longer than what any link carries at once. */
const content = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7919) >> 5);

export function sealedFilesContract(
  name: string,
  start: () => Promise<SealedFilesUnderTest>,
): void {
  const withFiles = async (body: (world: SealedFilesUnderTest) => Promise<void>) => {
    const world = await start();
    try {
      await body(world);
    } finally {
      await world.close();
    }
  };

  describe(`sealed files contract: ${name}`, () => {
    test.each([
      [0, 0],
      [0, 10],
      [65_535, 2],
      [100, 150_000],
      [0, 200_000],
      [199_990, 100],
      [131_072, 131_072],
      [200_000, 5],
      [900_000, 70_000],
    ])('LNK-12 %i and %i bytes on: what is there is read, and no more', (position, length) =>
      withFiles(async ({ files, write }) => {
        await write(path, content);
        const file = await files.open({ path });
        const into = new Uint8Array(length).fill(0xee);
        const wanted = content.subarray(position, position + length);
        expect(await file.read(into, position)).toBe(wanted.length);
        expect(Buffer.compare(into.subarray(0, wanted.length), wanted)).toBe(0);
        expect(into.subarray(wanted.length).every((byte) => byte === 0xee)).toBe(true);
        await file.close();
      }),
    );

    test('LNK-12 a file that grows has its size of now', () =>
      withFiles(async ({ files, write }) => {
        await write(path, content.subarray(0, 70_000));
        const file = await files.open({ path });
        expect(await file.size()).toBe(70_000);
        await write(path, content);
        expect(await file.size()).toBe(200_000);
        const into = new Uint8Array(10);
        expect(await file.read(into, 150_000)).toBe(10);
        expect(into).toEqual(content.slice(150_000, 150_010));
        await file.close();
      }));

    test('LNK-12 reads at once each get their own bytes', () =>
      withFiles(async ({ files, write }) => {
        await write(path, content);
        const opened = await Promise.all(Array.from({ length: 8 }, () => files.open({ path })));
        const pieces = await Promise.all(
          opened.map(async (file, nth) => {
            const into = new Uint8Array(90_000);
            expect(await file.read(into, nth * 10_000)).toBe(90_000);
            return into;
          }),
        );
        for (const [nth, piece] of pieces.entries()) {
          const wanted = content.subarray(nth * 10_000, nth * 10_000 + 90_000);
          expect(Buffer.compare(piece, wanted)).toBe(0);
        }
        await Promise.all(opened.map((file) => file.close()));
      }));

    test('LNK-12 what is not there is missing', () =>
      withFiles(async ({ files }) => {
        await expect(files.open({ path })).rejects.toMatchObject({ code: 'recording-missing' });
      }));

    test.each([
      '../main-10-02-30.bfr',
      '/etc/hostname',
      'cam_a/2026-11-22/../../../hostname.bfr',
      'open/cam_a~2026-11-22~main-10-02-30.bfr',
      'cam_a/2026-11-22/main-10-02-30.mp4',
      'gaps.json',
      '',
    ])('LNK-12 %j is no path of a recording', (other) =>
      withFiles(async ({ files }) => {
        await expect(files.open({ path: other })).rejects.toMatchObject({
          code: 'recording-refused',
        });
      }),
    );
  });
}
