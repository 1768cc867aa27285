import { utf8Bytes } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import { flipped, sha256, signerOf, TileMemory, verifyEd25519 } from '../test/tools.ts';
import {
  consistencyProof,
  cosign,
  fromBase64,
  GrowingTree,
  judgeCheckpoint,
  openNote,
  readCheckpoint,
  readKey,
  readWitnessRequest,
  type SeenCheckpoint,
  signCheckpoint,
  toBase64,
  type WitnessState,
  writeCheckpoint,
  writeKey,
  writeWitnessRequest,
} from './index.ts';

const origin = 'csu.exemple.fr/actes';
const town = signerOf(origin);
const witness = signerOf('temoin.exemple.fr', 4);

function story(word: string, size: number) {
  const tree = new GrowingTree(sha256);
  for (let index = 0; index < size; index++) {
    tree.append(utf8Bytes(index === 2 ? word : `entry ${index}`));
  }
  const memory = new TileMemory();
  memory.keep(tree.takeTiles());
  const checkpoint = { origin, size, root: tree.root() };
  return { checkpoint, memory };
}

async function asked(oldSize: number, size: number, word = 'as it was') {
  const { checkpoint, memory } = story(word, size);
  const proof = oldSize <= size ? consistencyProof(sha256, oldSize, size, memory.source) : [];
  return { oldSize, proof, note: await signCheckpoint(checkpoint, town) };
}

function remembers(seen?: SeenCheckpoint): WitnessState {
  return {
    sha256,
    verify: verifyEd25519,
    keysOf: (name) => (name === origin ? [town.key] : []),
    seen: () => seen,
  };
}

const saw5 = remembers(story('as it was', 5).checkpoint);

async function refusal(state: WitnessState, request: Parameters<typeof judgeCheckpoint>[1]) {
  const judged = await judgeCheckpoint(state, request);
  return judged.ok ? 'accepted' : [judged.error.code, judged.error.status];
}

describe('notes', () => {
  test('REG-5 the example of Go’s note package verifies, and no other key does', async () => {
    const line = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const key = readKey(sha256, line);
    const note =
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n\n" +
      '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    const keys = key === undefined ? [] : [key];
    expect((await openNote(note, keys, verifyEd25519)).ok).toBe(true);
    const bent = note.replace('answer', 'Answer');
    expect((await openNote(bent, keys, verifyEd25519)).ok).toBe(false);
    for (let at = 0; at < line.length; at++) {
      const other = `${line.slice(0, at)}${line[at] === 'b' ? 'c' : 'b'}${line.slice(at + 1)}`;
      expect(readKey(sha256, other)).toBeUndefined();
    }
    expect(writeKey(keys[0] ?? town.key)).toBe(line);
    expect(readKey(sha256, writeKey(town.key))).toEqual(town.key);
  });

  test('REG-5 no letter of a signed checkpoint may change', async () => {
    const note = await signCheckpoint(story('as it was', 5).checkpoint, town);
    for (let at = 0; at < note.length; at++) {
      for (const letter of ['0', 'A', '\n', ' ']) {
        const bent = note.slice(0, at) + letter + note.slice(at + 1);
        const opened = await openNote(bent, [town.key], verifyEd25519);
        expect(opened.ok, `letter ${at} turned into ${letter}`).toBe(bent === note);
      }
    }
  });

  test('REG-5 strangers are passed over, and a note of strangers alone is refused', async () => {
    const { checkpoint } = story('as it was', 5);
    const note = await signCheckpoint(checkpoint, town);
    const stranger = signerOf('autre.exemple.fr', 4);
    const more = note + (await cosign(writeCheckpoint(checkpoint), stranger, 1));
    expect((await openNote(more, [town.key], verifyEd25519)).ok).toBe(true);
    const opened = await openNote(note, [stranger.key], verifyEd25519);
    expect(opened).toEqual({ ok: false, error: 'signature-missing' });
  });

  test('REG-5 a checkpoint has one text: no sign, no leading zero, no short root', () => {
    const { checkpoint } = story('as it was', 5);
    const text = writeCheckpoint(checkpoint);
    expect(readCheckpoint(text)).toEqual(checkpoint);
    for (const bent of ['\n05\n', '\n+5\n', '\n5 \n', '\n\n', '\n9007199254740993\n']) {
      expect(readCheckpoint(text.replace('\n5\n', bent))).toBeUndefined();
    }
    expect(readCheckpoint(`${text}\n`)).toBeUndefined();
    expect(readCheckpoint(text.replace(/.{4}\n$/, '\n'))).toBeUndefined();
  });

  test('REG-5 Base64 has one text a value', () => {
    for (const text of ['', 'AA==', 'AAA=', 'AAAA', '+/8=']) {
      expect(toBase64(fromBase64(text) ?? new Uint8Array(9))).toBe(text);
    }
    for (const text of ['A', 'AB==', 'AAB=', 'A===', '====', 'AA', 'A-==', 'AA==AA==']) {
      expect(fromBase64(text), text).toBeUndefined();
    }
  });
});

describe('a witness', () => {
  test('REG-6 a cosignature names its second and covers the whole text', async () => {
    const { checkpoint } = story('as it was', 5);
    const text = writeCheckpoint(checkpoint);
    const note = await signCheckpoint(checkpoint, town);
    const line = await cosign(text, witness, 1_790_000_000);
    const opened = await openNote(note + line, [town.key, witness.key], verifyEd25519);
    expect(opened.ok && opened.value.vouchers.map((one) => one.atSeconds)).toEqual([
      null,
      1_790_000_000,
    ]);
    const never = await cosign(text, witness, 8_640_000_000_001);
    expect((await openNote(note + never, [witness.key], verifyEd25519)).ok).toBe(false);
    const encoded = line.split(' ')[2]?.trim() ?? '';
    const bytes = fromBase64(encoded) ?? new Uint8Array();
    for (let bit = 32; bit < bytes.length * 8; bit += 5) {
      const bent = note + line.replace(encoded, toBase64(flipped(bytes, bit)));
      const answer = await openNote(bent, [town.key, witness.key], verifyEd25519);
      expect(answer.ok, `bit ${bit}`).toBe(false);
    }
  });

  test('REG-7 growth is accepted, from nothing and from what was seen', async () => {
    expect((await judgeCheckpoint(remembers(), await asked(0, 5))).ok).toBe(true);
    const judged = await judgeCheckpoint(saw5, await asked(5, 9));
    expect(judged.ok && judged.value.checkpoint.size).toBe(9);
    expect((await judgeCheckpoint(saw5, await asked(5, 5))).ok).toBe(true);
  });

  test('REG-7 a rollback, a fork, a stranger and a bare claim are refused in words', async () => {
    const request = await asked(5, 9);
    expect(await refusal(saw5, await asked(5, 4))).toEqual(['rollback', 409]);
    expect(await refusal(saw5, await asked(3, 4))).toEqual(['rollback', 409]);
    expect(await refusal(saw5, await asked(3, 9))).toEqual(['old-size-differs', 409]);
    expect(await refusal(saw5, await asked(11, 9))).toEqual(['old-size-ahead', 400]);
    expect(await refusal(saw5, await asked(5, 9, 'as it is told now'))).toEqual(['fork', 422]);
    expect(await refusal(saw5, await asked(5, 5, 'x'))).toEqual(['fork-same-size', 409]);
    expect(await refusal(saw5, { ...request, proof: [] })).toEqual(['fork', 422]);
    expect(await refusal(saw5, { ...request, note: 'x' })).toEqual(['request-unreadable', 400]);
    const elsewhere = request.note.replaceAll(origin, 'csu.ailleurs.fr/actes');
    expect(await refusal(saw5, { ...request, note: elsewhere })).toEqual(['origin-unknown', 404]);
    const unsigned = request.note.replace('\n9\n', '\n8\n');
    expect(await refusal(saw5, { ...request, note: unsigned })).toEqual(['signature-wrong', 403]);
    const judged = await judgeCheckpoint(saw5, await asked(5, 4));
    expect(!judged.ok && judged.error.words.fr).toBe(
      'Retour en arrière : ce registre a déjà montré 5 écritures, il n’en montre plus que 4.',
    );
  });

  test('REG-7 a request travels as the text of C2SP', async () => {
    const request = await asked(5, 9);
    const body = writeWitnessRequest(request);
    expect(body.startsWith('old 5\n')).toBe(true);
    expect(readWitnessRequest(body)).toEqual(request);
    expect(readWitnessRequest(body.replace('old 5', 'old 05'))).toBeUndefined();
    expect(readWitnessRequest(body.replace(/^old 5\n..../, 'old 5\n'))).toBeUndefined();
  });
});
