import { concatBytes, equalBytes, utf8Bytes } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  type Files,
  folderOf,
  foundIn,
  origin,
  readerOf,
  town,
  verified,
  wish,
  witness,
} from '../test/folder.ts';
import { dayMs, entryAt, firstMs, flipped, signerOf } from '../test/tools.ts';
import {
  checkpointPath,
  decodeBundle,
  encodeBundle,
  entriesPath,
  fileBytesMax,
  recordsPath,
  tilePath,
  verifyRegister,
  writeKey,
} from './index.ts';

vi.setConfig({ testTimeout: 60_000 });
const size = 700;
const whole = await folderOf({ size, former: [1, 256, 300, 512] });

function changed(path: string, change: (bytes: Uint8Array) => Uint8Array | undefined): Files {
  const files = new Map(whole);
  const bytes = change(files.get(path) ?? new Uint8Array());
  files.delete(path);
  return bytes === undefined ? files : files.set(path, bytes);
}

function replaced(path: string, from: string | RegExp, to: string): Files {
  return changed(path, (bytes) => utf8Bytes(Buffer.from(bytes).toString().replace(from, to)));
}

describe('a whole register', () => {
  test('REG-8 holds as it was written, and says what was checked', async () => {
    const report = await verified(whole);
    expect(report).toMatchObject({ holds: true, findings: [], origin, size });
    expect(report.records).toEqual({ kept: size, erased: 0 });
    expect(report.witnesses).toEqual([{ name: 'temoin.exemple.fr', atSeconds: 1_776_000_000 }]);
  });

  test('REG-8 every size from nothing to two full tiles holds', async () => {
    for (const count of [0, 1, 2, 255, 256, 257, 511, 512, 513]) {
      expect(foundIn(await verified(await folderOf({ size: count }))), `${count}`).toEqual([]);
    }
  });

  test.each([0, 6, 255, 256, 600, 699])(
    'REG-8 an altered entry is named (index %i)',
    async (row) => {
      const width = row < 512 ? 256 : size - 512;
      const files = changed(entriesPath(Math.floor(row / 256), width), (bytes) => {
        const entries = decodeBundle(bytes) ?? [];
        return encodeBundle(
          entries.map((one, at) => (at === row % 256 ? entryAt(9999).leaf : one)),
        );
      });
      const report = await verified(files);
      expect(report.holds).toBe(false);
      expect(foundIn(report)).toEqual([`entry-altered ${row + 1} 0/${Math.floor(row / 256)}`]);
      expect(report.findings[0]?.words.fr).toBe(`L’écriture n° ${row + 1} a été modifiée.`);
    },
  );

  test.each([
    [0, 0, 256],
    [0, 1, 256],
    [0, 2, 188],
    [1, 0, 2],
  ])('REG-8 an altered tile is named (%i/%i)', async (level, index, width) => {
    for (const bit of [0, 77, width * 256 - 1]) {
      const files = changed(tilePath({ level, index, width }), (bytes) => flipped(bytes, bit));
      expect(foundIn(await verified(files))).toEqual([`tile-altered ${level}/${index}`]);
    }
  });

  test('REG-8 an altered record and an altered salt are told apart', async () => {
    const record = replaced(recordsPath(0), 'per_marie-dupond-6\\"', 'per_jean-martin-6\\"');
    expect(foundIn(await verified(record))).toEqual(['record-altered 7']);
    const salt = replaced(recordsPath(0), /("number":7,.*?"salt":")./, '$1_');
    expect(foundIn(await verified(salt))).toEqual(['salt-altered 7']);
    const other = replaced(recordsPath(2), /("number":600,.*?"salt":")[^"]{6}/, '$1AAAAAA');
    expect(foundIn(await verified(other))).toEqual(['salt-altered 600']);
  });

  test('REG-8 two changes are two names, and an altered entry is not blamed on its record', async () => {
    const files = replaced(recordsPath(1), 'per_marie-dupond-300\\"', 'per_x\\"');
    const path = entriesPath(0, 256);
    const entries = [...(decodeBundle(whole.get(path) ?? new Uint8Array()) ?? [])];
    entries[41] = entryAt(9999).leaf;
    files.set(path, encodeBundle(entries));
    expect(foundIn(await verified(files))).toEqual(['entry-altered 42 0/0', 'record-altered 301']);
  });

  test('REG-8 an entry and another row of its tile altered together contradict each other', async () => {
    const tile = tilePath({ level: 0, index: 0, width: 256 });
    const files = changed(tile, (bytes) => flipped(bytes, 10 * 256));
    const entries = [...(decodeBundle(whole.get(entriesPath(0, 256)) ?? new Uint8Array()) ?? [])];
    entries[41] = entryAt(9999).leaf;
    files.set(entriesPath(0, 256), encodeBundle(entries));
    const found = foundIn(await verified(files));
    expect(found).toContain('entry-or-tile-altered 11 0/0');
    expect(found).toContain('entry-or-tile-altered 42 0/0');
    expect(found).toContain(`root-differs ${size}`);
  });

  test('REG-8 entry, tile and all above rewritten together still miss the signed root', async () => {
    const forged = await folderOf({ size, entry: (i) => entryAt(i === 310 ? 9999 : i) });
    const kept = whole.get('checkpoint') ?? new Uint8Array();
    const report = await verified(forged.set('checkpoint', kept));
    expect(foundIn(report)).toEqual([`root-differs ${size}`]);
  });

  test('REG-8 what is missing is named', async () => {
    const gone = (path: string) => changed(path, () => undefined);
    expect(foundIn(await verified(gone(entriesPath(1, 256))))).toEqual(['entries-missing 257 512']);
    const tile = tilePath({ level: 0, index: 2, width: 188 });
    expect(foundIn(await verified(gone(tile)))).toEqual(['tile-missing 0/2']);
    expect(foundIn(await verified(gone('checkpoint')))).toEqual(['checkpoint-missing']);
    const torn = changed(entriesPath(0, 256), (bytes) => bytes.subarray(0, -1));
    expect(foundIn(await verified(torn))).toEqual(['entries-missing 1 256']);
  });

  test('REG-8 any single bit turned over anywhere makes the answer a no', async () => {
    const small = await folderOf({ size: 5, former: [3] });
    const paths = [...small.keys()];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), async (path, at) => {
        const bytes = small.get(path) ?? new Uint8Array();
        const files = new Map(small).set(path, flipped(bytes, at % (bytes.length * 8)));
        expect((await verified(files)).holds, `${path} bit ${at % (bytes.length * 8)}`).toBe(false);
      }),
      { numRuns: 600 },
    );
  });
});

describe('what nobody signed', () => {
  const codesIn = async (files: Files) => (await verified(files)).findings.map(({ code }) => code);
  const forged = '{"number":6,"record":"{\\"kind\\":\\"forged\\"}","salt":"AAAA"}\n';

  test('REG-22 a line that is added, repeated, rewritten or of no entry is a no', async () => {
    const [first = '', second = ''] = Buffer.from(whole.get(recordsPath(0)) ?? [])
      .toString()
      .split('\n');
    const cases: readonly ((text: string) => string)[] = [
      (text) => `${forged}${text}`,
      (text) => `${text}${first}\n`,
      (text) => `${text}${forged.replace('6', '701')}`,
      (text) => `${text}${forged.replace('6', '"six"')}`,
      (text) => `${text}said by the mayor\n`,
      (text) => text.replace(first, first.replace('{', '{"record":"forged",')),
      (text) => text.replace(second, second.replace('{', '{"note":"forged",')),
    ];
    for (const change of cases) {
      const files = changed(recordsPath(0), (bytes) =>
        utf8Bytes(change(Buffer.from(bytes).toString())),
      );
      const report = await verified(files);
      expect(report.holds, change.toString()).toBe(false);
      expect(report.findings[0]?.words.fr).toContain('records/000.jsonl contient des lignes');
    }
  });

  test('REG-22 files beyond the last entry are a no; a tile that has grown may stay', async () => {
    for (const path of [recordsPath(3), entriesPath(3, 256), recordsPath(1000)]) {
      const files = changed(path, () => utf8Bytes(forged));
      expect(await codesIn(files), path).toEqual(['files-unknown']);
    }
    expect(await codesIn(changed(entriesPath(2, 7), () => utf8Bytes('x')))).toEqual([]);
  });

  test('REG-22 a file that was converted on its way, or is far too large, is named so', async () => {
    const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
    const marked = (bytes: Uint8Array) => concatBytes([mark, bytes]);
    for (const path of [checkpointPath, recordsPath(0)]) {
      expect(await codesIn(changed(path, marked)), path).toContain('file-converted');
    }
    const windows = replaced(checkpointPath, /\n/g, '\r\n');
    expect(await codesIn(windows)).toContain('file-converted');
    expect(await codesIn(replaced(recordsPath(0), /\n/g, '\r\n'))).toEqual([]);
    expect(await codesIn(changed(checkpointPath, () => new Uint8Array(1_000_001)))).toContain(
      'file-too-large',
    );
    const large = changed(recordsPath(1), () => new Uint8Array(fileBytesMax + 1));
    expect(await codesIn(large)).toEqual(['file-too-large']);
  });

  test('REG-22 the folder above two registers is told apart from an empty one', async () => {
    const above: Files = new Map([...whole].map(([path, bytes]) => [`acts/${path}`, bytes]));
    expect(await codesIn(above)).toEqual(['checkpoint-missing', 'registers-below']);
    expect(await codesIn(new Map())).toEqual(['checkpoint-missing']);
  });

  test('REG-6 a witness that saw it later than now is said', async () => {
    const report = await verifyRegister(readerOf(whole), { ...wish, nowMs: 1_775_999_000_000 });
    expect(report.holds).toBe(true);
    expect(report.findings.map(({ code }) => code)).toEqual(['witness-in-future']);
  });
});

describe('checkpoints', () => {
  test('REG-5 without the register’s key, or with another’s, the answer is no', async () => {
    expect(foundIn(await verified(whole, { keys: [] }))).toEqual(['key-not-given']);
    const other = signerOf(origin, 1, 'another secret');
    expect(foundIn(await verified(whole, { keys: [other.key] }))).toEqual([
      'checkpoint-signature-wrong',
    ]);
    expect(writeKey(other.key)).not.toBe(writeKey(town.key));
  });

  test('REG-5 an altered checkpoint is named, and nothing is judged by it', async () => {
    const root = replaced('checkpoint', /\n(.)(.{43})\n/, '\nA$2\n');
    expect(foundIn(await verified(root))).toEqual(['checkpoint-signature-wrong']);
    const count = replaced('checkpoint', `\n${size}\n`, `\n${size - 1}\n`);
    expect(foundIn(await verified(count))).toEqual(['checkpoint-signature-wrong']);
    const bare = changed('checkpoint', (bytes) => bytes.subarray(0, 60));
    expect(foundIn(await verified(bare))).toEqual(['checkpoint-unreadable']);
  });

  test('REG-6 a witness that is expected and did not sign is missed', async () => {
    const files = replaced('checkpoint', /\u2014 temoin.*\n/, '');
    expect(foundIn(await verified(files))).toEqual(['witness-missing temoin.exemple.fr']);
    expect((await verified(files, { keys: [town.key] })).holds).toBe(true);
    const report = await verified(whole, { keys: [town.key, witness.key] });
    expect(report.witnesses).toHaveLength(1);
  });

  test('REG-12 a fork and a rollback are named by the checkpoints kept from before', async () => {
    const forged = await folderOf({ size, entry: (i) => entryAt(i === 310 ? 9999 : i) });
    for (const kept of [256, 512]) {
      forged.set(`checkpoints/${kept}`, whole.get(`checkpoints/${kept}`) ?? new Uint8Array());
    }
    expect(foundIn(await verified(forged))).toEqual(['fork 512']);
    const shorter = await folderOf({ size: 500 });
    shorter.set('checkpoints/512', whole.get('checkpoints/512') ?? new Uint8Array());
    expect(foundIn(await verified(shorter))).toEqual(['rollback 512']);
    const renamed = changed('checkpoints/300', () => whole.get('checkpoints/256'));
    expect(foundIn(await verified(renamed))).toEqual(['former-checkpoint-wrong 300']);
  });
});

describe('terms', () => {
  /** One entry a day for four years; the first three of these are over. */
  const daily = (index: number) => entryAt(index, dayMs);
  const nowMs = firstMs + 1400 * dayMs;
  const isOver = (index: number) => index <= 1400 - 1096;

  test('REG-9 records erased at their term leave every entry and every later proof standing', async () => {
    const files = await folderOf({
      size: 1400,
      entry: daily,
      isErased: isOver,
      former: [100, 1200],
    });
    const report = await verified(files, { nowMs });
    expect(report.holds).toBe(true);
    expect(foundIn(report)).toEqual(['records-erased 305']);
    const untouched = await folderOf({ size: 1400, entry: daily });
    for (const [path, bytes] of untouched) {
      const same =
        path.startsWith('records/') || equalBytes(bytes, files.get(path) ?? new Uint8Array());
      expect(same, path).toBe(true);
    }
    const erased = Buffer.concat([...files.values()]).toString('latin1');
    expect(erased).not.toContain('per_marie-dupond-304\\"');
    expect(erased).toContain('per_marie-dupond-305\\"');
  });

  test('REG-9 a record erased before its term or kept past it is named', async () => {
    const early = await folderOf({ size: 40, isErased: (index) => index === 12 });
    expect(foundIn(await verified(early))).toEqual(['record-erased-early 13', 'records-erased 1']);
    const files = await folderOf({ size: 1400, entry: daily, isErased: (i) => isOver(i) && i > 0 });
    const late = await verified(files, { nowMs });
    expect(late.holds).toBe(true);
    expect(foundIn(late)).toEqual(['record-kept-too-long 1', 'records-erased 304']);
  });

  test('REG-9 a record that is gone without a word is named', async () => {
    const files = replaced(recordsPath(0), /^.*"number":8,.*\n/m, '');
    expect(foundIn(await verified(files))).toEqual(['record-missing 8']);
    const none = changed(recordsPath(1), () => undefined);
    expect(foundIn(await verified(none))).toEqual(['records-missing 257 512']);
  });

  test('REG-13 checking reads and never asks for anything but the files it names', async () => {
    const asked: string[] = [];
    const reader = readerOf(whole);
    const watched = {
      ...reader,
      read: (path: string) => {
        asked.push(path);
        return reader.read(path);
      },
    };
    await verifyRegister(watched, wish);
    const strange = asked.filter(
      (path) => !/^(checkpoint|checkpoints\/\d+|tile\/[\w/.]+|records\/\w+\.jsonl)$/.test(path),
    );
    expect(strange).toEqual([]);
  });
});
