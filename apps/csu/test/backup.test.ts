/**
 * Backup and restore on the real database, register and key ring: what is erased stays erased whatever
 * is put back, no key leaves unasked, and a restored register says what it is.
 */

import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyRing } from '@beffroi/keyring';
import type { RecordingIdentity } from '@beffroi/office';
import { createSteeredClock, type SteeredClock } from '@beffroi/office/testing';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@beffroi/store-postgres';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBackup } from '../src/backup/restore-centre.ts';
import { startWitness } from '../src/witness/witness-server.ts';
import { BackedUpTown, Databases, filesBelow, restoreTown } from './backed-up-town.ts';
import { newFolder } from './register-world.ts';

const dayMs = 86_400_000;
let folder: string;
let server: EmbeddedPostgres;
let databases: Databases;
let clock: SteeredClock;
let identity: string;
let recipient: string;
let count = 0;

beforeAll(async () => {
  folder = await newFolder();
  await chmod(folder, 0o755);
  server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log: () => {} });
  databases = new Databases(server);
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  clock = createSteeredClock();
});

const fresh = (name: string) => join(folder, `${name}-${count++}`);
const newParts = async () => ({ state: fresh('state'), url: await databases.fresh(), clock });
const plain = { recipients: [], withKeys: false };

test('BAK-4 whatever is put back, nothing erased opens and nothing due is there', async () => {
  const town = await BackedUpTown.open(await newParts());
  const recorderId = await town.recorder();
  const all: RecordingIdentity[] = [];
  const backups: { readonly folder: string; readonly withKeys: boolean; readonly known: number }[] =
    [];
  for (let day = 0; day < 20; day++) {
    all.push(await town.record(recorderId, day));
    if ([2, 9].includes(day)) {
      for (const withKeys of [true, false]) {
        const into = fresh('backup');
        await town.backup({ folder: into, recipients: [recipient], withKeys });
        backups.push({ folder: into, withKeys, known: all.length });
      }
    }
    clock.advance(dayMs);
    await town.office.erasures.eraseDue();
  }
  const { today } = town;
  const isDue = ({ sealedKey }: RecordingIdentity) => sealedKey.day <= today;
  expect(all.filter(isDue).length).toBeGreaterThan(3);
  await town.close();
  for (const { folder: backup, withKeys, known } of backups) {
    const parts = await newParts();
    const report = await restoreTown(parts, backup, identity);
    const restored = await BackedUpTown.open(parts);
    const expected = all.filter((recording) => withKeys && !isDue(recording));
    // Its keys were made ahead: what was recorded after the backup opens too, if its file is there.
    const open = await restored.opening(all);
    expect(open.filter((id) => all.some((one) => one.recordingId === id && isDue(one)))).toEqual(
      [],
    );
    expect(open.length).toBeLessThanOrEqual(expected.length);
    expect(open.length > 0).toBe(withKeys);
    const rows = await restored.facts.read((work) => work.recordings.all());
    const kept = all.slice(0, known).filter((recording) => !isDue(recording));
    expect(rows.map(({ recording }) => recording.recordingId).sort()).toEqual(
      kept.map(({ recordingId }) => recordingId).sort(),
    );
    expect(report.recordings.lost).toBe(withKeys ? known - kept.length : known);
    expect((await restored.ring.days()).every(({ day }) => day > today)).toBe(true);
    expect(restored.keeper.fault).toBeNull();
    await restored.close();
  }
}, 120_000);

test('BAK-1 BAK-2 taken while others write, it holds no key and no secret in clear', async () => {
  const town = await BackedUpTown.open(await newParts());
  const recorderId = await town.recorder();
  let isOver = false;
  let written = 0;
  const writer = (async () => {
    while (!isOver) {
      await town.record(recorderId, written);
      written += 1;
    }
  })();
  await expect.poll(() => written).toBeGreaterThan(3);
  const open = fresh('backup');
  const manifest = await town.backup({ folder: open, ...plain });
  const closed = fresh('backup');
  await town.backup({ folder: closed, recipients: [recipient], withKeys: true });
  isOver = true;
  await writer;
  const { state } = town.parts;
  const { privateKey } = JSON.parse(
    await readFile(join(state, 'register', 'town.key'), 'utf8'),
  ) as {
    readonly privateKey: string;
  };
  const ring = copyRing({ directory: join(state, 'keys') });
  const secrets = [
    await readFile(join(state, 'secret-box.key')),
    await readFile(join(state, 'keys', 'root.key')),
    Buffer.from(privateKey),
    Buffer.from(privateKey, 'base64').subarray(-32),
    ...ring.keys.flatMap((key) => [
      Buffer.from(key.privateKey),
      Buffer.from(key.privateKey, 'base64url'),
    ]),
  ];
  for (const path of [...(await filesBelow(open)), ...(await filesBelow(closed))]) {
    const bytes = await readFile(path);
    const found = secrets.filter(
      (secret) =>
        bytes.includes(secret) ||
        bytes.includes(secret.toString('hex')) ||
        bytes.includes(secret.toString('base64').replace(/=+$/, '')),
    );
    expect(found, path).toEqual([]);
  }
  expect(manifest.dayKeys.length).toBe(ring.keys.length);
  expect((await filesBelow(open)).filter((path) => path.endsWith('.age'))).toEqual([]);
  const entries = await town.facts.read((work) => work.register.after('acts', 0, 1000));
  const taken = entries.filter(({ kind }) => kind === 'backup-taken').map(({ record }) => record);
  expect(taken).toHaveLength(2);
  expect(taken[0]).not.toContain('day-2026');
  expect(taken[1]).toContain(recipient);
  expect(taken[1]).toContain(ring.keys[0]?.keyId);
  await expect(
    town.backup({ folder: fresh('backup'), recipients: [], withKeys: true }),
  ).rejects.toMatchObject({ code: 'recipient-invalid' });
  await expect(town.backup({ folder: closed, ...plain })).rejects.toMatchObject({
    code: 'folder-in-use',
  });
  await town.close();
  // Rows and tiles were taken while both grew: the restored register holds all the same.
  const parts = await newParts();
  const stranger = await generateX25519Identity();
  await expect(restoreTown(await newParts(), closed, stranger)).rejects.toMatchObject({
    code: 'identity-other',
  });
  const report = await restoreTown(parts, open, identity);
  expect(report.renewed?.recorders.map(({ name }) => name)).toEqual(['one']);
  const restored = await BackedUpTown.open(parts);
  expect(restored.keeper.fault).toBeNull();
  const [carried] = report.renewed?.recorders ?? [];
  const { secret } = JSON.parse(await readFile(carried?.file ?? '', 'utf8')) as { secret: string };
  expect(await restored.office.recorders.secretOf(recorderId)).toBe(secret);
  await restored.close();
}, 60_000);

test('BAK-3 a backup with one byte changed, or one file more or less, is refused', async () => {
  const town = await BackedUpTown.open(await newParts());
  const backup = fresh('backup');
  await town.backup({ folder: backup, ...plain });
  await town.close();
  const refused = { code: 'backup-altered' };
  for (const path of ['facts/people.jsonl', 'register/acts/checkpoint', 'facts/facts.json']) {
    const whole = join(backup, path);
    const bytes = await readFile(whole);
    const turned = Buffer.from(bytes);
    turned[10] = (turned[10] ?? 0) ^ 1;
    await writeFile(whole, turned);
    await expect(restoreTown(await newParts(), backup, null), path).rejects.toMatchObject(refused);
    await rm(whole);
    await expect(restoreTown(await newParts(), backup, null), path).rejects.toMatchObject(refused);
    await writeFile(whole, bytes);
  }
  await writeFile(join(backup, 'facts', 'more.jsonl'), '');
  await expect(restoreTown(await newParts(), backup, null)).rejects.toMatchObject(refused);
});

test('BAK-3 a backup whose list is no list, or that another identity was meant for, is refused in words', async () => {
  const town = await BackedUpTown.open(await newParts());
  const backup = fresh('backup');
  await town.backup({ folder: backup, recipients: [recipient], withKeys: true });
  await town.close();
  const open = (text: string | null) => openBackup({ backup, identity: text });
  await expect(open(await generateX25519Identity())).rejects.toMatchObject({
    code: 'identity-other',
  });
  expect((await open(identity)).ringBytes?.length).toBeGreaterThan(0);
  for (const text of ['null', '[]', '{}', '{"files":[null]}', '{"files":7}']) {
    await writeFile(join(backup, 'backup.json'), text);
    await expect(open(null), text).rejects.toMatchObject({ code: 'backup-unreadable' });
  }
});

test('BAK-1 a backup that can’t be written is said, and nothing of it stays', async () => {
  const parts = await newParts();
  const town = await BackedUpTown.open(parts);
  const file = fresh('file');
  await writeFile(file, 'no folder');
  const refused = { code: 'backup-failed' };
  await expect(town.backup({ folder: join(file, 'backup'), ...plain })).rejects.toMatchObject(
    refused,
  );
  const backup = fresh('backup');
  const wish = { folder: backup, recipients: [recipient], withKeys: false };
  await rm(join(parts.state, 'secret-box.key'), { force: true });
  await mkdir(join(parts.state, 'secret-box.key'));
  await expect(town.backup(wish)).rejects.toMatchObject(refused);
  expect(await filesBelow(backup)).toEqual([]);
  await town.close();
});

test('BAK-5 a restored register is a new one that names the former, and what is lost of it', async () => {
  const before = await newParts();
  const former = await BackedUpTown.open(before);
  const { lines } = former.keeper.key;
  const witness = await startWitness({
    ...{ folder: fresh('witness'), name: 'temoin', host: '127.0.0.1', port: 0, clock },
    registers: [lines.acts, lines.recordings],
  });
  const settings = { url: `http://127.0.0.1:${witness.port}`, keyLine: witness.keyLine };
  await former.close();
  const town = await BackedUpTown.open({ ...before, witness: settings });
  const recorderId = await town.recorder();
  const backup = fresh('backup');
  await town.backup({ folder: backup, ...plain });
  const entries = town.keeper.logs.acts?.size ?? 0;
  await town.recorder('after the backup');
  await town.keeper.sealNow();
  await town.close();
  // The next start tells the witness what was signed after the backup.
  await (await BackedUpTown.open({ ...before, witness: settings })).close();

  const parts = { ...(await newParts()), witness: settings };
  const report = await restoreTown(parts, backup, null);
  expect(report.former.acts).toMatchObject({
    keyLine: lines.acts,
    entries,
    witnessed: entries + 1,
  });
  expect(report.lost.join()).toContain(`the witness has seen ${entries + 1} entries`);
  const restored = await BackedUpTown.open({ ...parts, witness: undefined as never });
  expect(restored.keeper.fault).toBeNull();
  expect(restored.keeper.key.lines.acts).not.toBe(lines.acts);
  for (const log of ['acts', 'recordings'] as const) {
    const all = await restored.facts.read((work) => work.register.after(log, 0, 1000));
    const own = all.filter(({ kind }) => kind === 'centre-restored');
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ personId: 'machine-owner' });
    expect(own[0]?.record).toContain('the machine burned');
    expect(own[0]?.record).toContain(lines[log]);
  }
  expect((await restored.office.recorders.list()).map(({ id }) => id)).toEqual([recorderId]);
  await restored.close();
  await witness.close();

  // Somebody who writes a row anew, and every digest over it, is found by the signed root.
  await forge(backup, 'facts/register_entries.jsonl', (text) =>
    text.replace('recorder-registered', 'recorder-regarded'),
  );
  await expect(restoreTown(await newParts(), backup, null)).rejects.toMatchObject({
    code: 'register-altered',
  });
}, 60_000);

interface Digests {
  readonly shelves?: { shelf: string; sha256: string }[];
  readonly files?: { path: string; sha256: string }[];
}

async function forge(backup: string, path: string, edit: (text: string) => string) {
  const edited = edit(await readFile(join(backup, path), 'utf8'));
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const rewrite = async (name: string, change: (digests: Digests) => void) => {
    const digests = JSON.parse(await readFile(join(backup, name), 'utf8')) as Digests;
    change(digests);
    await writeFile(join(backup, name), JSON.stringify(digests));
    return JSON.stringify(digests);
  };
  await writeFile(join(backup, path), edited);
  const manifest = await rewrite('facts/facts.json', ({ shelves = [] }) => {
    for (const each of shelves.filter(({ shelf }) => path.endsWith(`${shelf}.jsonl`))) {
      each.sha256 = digest(edited);
    }
  });
  await rewrite('backup.json', ({ files = [] }) => {
    for (const each of files) {
      each.sha256 = each.path === path ? digest(edited) : each.sha256;
      each.sha256 = each.path === 'facts/facts.json' ? digest(manifest) : each.sha256;
    }
  });
}
