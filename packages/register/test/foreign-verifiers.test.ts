/**
 * Programs that we didn't write read what we write: Go's checksum database (notes, proofs, tiles) and
 * OpenSSL's time-stamping authority. Skipped where Go's sources or OpenSSL aren't on the machine.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  certificatesOfPem,
  consistencyProof,
  GrowingTree,
  inclusionProof,
  readNote,
  rootOfTiles,
  signCheckpoint,
  toBase64,
  verifyTimeStamp,
  writeCheckpoint,
  writeKey,
} from '@beffroi/register';
import { afterAll, describe, expect, test } from 'vitest';
import { folderOf, foundIn, verified } from './folder.ts';
import { timeStampTools } from './time-stamp-tools.ts';
import { entryAt, flipped, sha256, signerOf } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'beffroi-register-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function outputOf(program: string, ...args: string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      return null;
    }
    throw thrown;
  }
}

/** Go ships these packages of its own module golang.org/x/mod with its sources. */
const goRoot = outputOf('go', 'env', 'GOROOT');
const sumdb = goRoot === null ? null : join(goRoot, 'src/cmd/vendor/golang.org/x/mod/sumdb');
const noGo = sumdb === null || !existsSync(join(sumdb, 'tlog/tlog.go'));

/** The foreign verifier: reads our JSON, says how much it accepts. */
const goProgram = `package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	"foreign/note"
	"foreign/tlog"
)

type input struct {
	Size             int64
	Root, Key, Note  string
	Tiles            map[string]string
	Inclusion        []struct { Index int64; Entry string; Proof []string }
	Consistency      []struct { Size int64; Root string; Proof []string }
}

type tiles map[string]string

func (t tiles) Height() int { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		text, ok := t[fmt.Sprintf("%d/%d/%d", tile.L, tile.N, tile.W)]
		if !ok {
			return nil, fmt.Errorf("no tile %v", tile)
		}
		found = append(found, bytes(text))
	}
	return found, nil
}

func bytes(text string) []byte { b, _ := base64.StdEncoding.DecodeString(text); return b }
func hash(text string) (h tlog.Hash) { copy(h[:], bytes(text)); return }
func hashes(texts []string) (all []tlog.Hash) {
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	verifier, err := note.NewVerifier(in.Key)
	if err != nil {
		panic(err)
	}
	_, err = note.Open([]byte(in.Note), note.VerifierList(verifier))
	fmt.Println("note", err == nil)
	inclusion, consistency, read := 0, 0, 0
	reader := tlog.TileHashReader(tlog.Tree{N: in.Size, Hash: hash(in.Root)}, tiles(in.Tiles))
	for _, one := range in.Inclusion {
		leaf := tlog.RecordHash(bytes(one.Entry))
		if tlog.CheckRecord(hashes(one.Proof), in.Size, hash(in.Root), one.Index, leaf) == nil {
			inclusion++
		}
		found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, one.Index)})
		if err == nil && found[0] == leaf {
			read++
		}
	}
	for _, one := range in.Consistency {
		if tlog.CheckTree(hashes(one.Proof), in.Size, hash(in.Root), one.Size, hash(one.Root)) == nil {
			consistency++
		}
	}
	fmt.Println("inclusion", inclusion, "tiles", read, "consistency", consistency)
}
`;

const goLimitMs = 300_000;

/** Compiles the foreign verifier, once; the first time Go compiles its own library too. */
function buildForeign(): string {
  const place = join(folder, 'go');
  for (const part of ['note', 'tlog']) {
    cpSync(join(sumdb ?? '', part), join(place, part), { recursive: true });
  }
  writeFileSync(join(place, 'go.mod'), 'module foreign\n\ngo 1.22\n');
  writeFileSync(join(place, 'main.go'), goProgram);
  const program = join(place, 'foreign');
  execFileSync('go', ['build', '-o', program, '.'], {
    cwd: place,
    env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    timeout: goLimitMs,
  });
  return program;
}

describe.skipIf(noGo)('Go’s checksum database (needs Go’s sources)', () => {
  test('REG-2, REG-3, REG-4 and REG-5 accepts our note, tiles and proofs, and refuses bent ones', {
    timeout: goLimitMs,
  }, async () => {
    const program = buildForeign();
    const answerTo = (input: object) =>
      execFileSync(program, { input: JSON.stringify(input), encoding: 'utf8' }).trim();
    const size = 70_000;
    const origin = 'csu.exemple.fr/actes';
    const town = signerOf(origin);
    const tree = new GrowingTree(sha256);
    const leaves = Array.from({ length: size }, (_, index) => entryAt(index).leaf);
    for (const leaf of leaves) {
      tree.append(leaf);
    }
    const filled = tree.takeTiles();
    const byPlace = new Map(filled.map((tile) => [`${tile.level}/${tile.index}`, tile.bytes]));
    const source = (tile: { level: number; index: number }) =>
      byPlace.get(`${tile.level}/${tile.index}`);
    const text64 = (hashes: readonly Uint8Array[]) => hashes.map(toBase64);
    const input = {
      Size: size,
      Root: toBase64(tree.root()),
      Key: writeKey(town.key),
      Note: await signCheckpoint({ origin, size, root: tree.root() }, town),
      Tiles: Object.fromEntries(
        filled.map((tile) => [`${tile.level}/${tile.index}/${tile.width}`, toBase64(tile.bytes)]),
      ),
      Inclusion: [0, 1, 255, 256, 12_345, 65_535, 65_536, 69_999].map((index) => ({
        Index: index,
        Entry: toBase64(leaves[index] ?? new Uint8Array()),
        Proof: text64(inclusionProof(sha256, index, size, source)),
      })),
      Consistency: [1, 2, 255, 256, 257, 65_535, 65_536, 69_999].map((old) => ({
        Size: old,
        Root: toBase64(rootOfTiles(sha256, old, source)),
        Proof: text64(consistencyProof(sha256, old, size, source)),
      })),
    };
    expect(answerTo(input)).toBe('note true\ninclusion 8 tiles 8 consistency 8');
    const bent = { ...input, Root: toBase64(flipped(tree.root(), 9)) };
    expect(answerTo(bent)).toBe('note true\ninclusion 0 tiles 0 consistency 0');
  });
});

const noOpenssl = outputOf('openssl', 'version') === null;

/** A local authority: `openssl ts` under a root of its own. */
function localAuthority(key: readonly string[]) {
  const at = (name: string) => join(folder, name);
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });
  const request = ['req', '-new', '-nodes', '-batch', ...key];
  writeFileSync(
    at('authority.cnf'),
    [
      '[req]\ndistinguished_name=name\n[name]\n',
      '[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n',
      '[stamp]\nextendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n',
      '[web]\nextendedKeyUsage=serverAuth\n',
      '[tsa]\ndefault_tsa=one\n[one]\nserial=serial\ncrypto_device=builtin\nsigner_cert=stamp.pem\n',
      'signer_key=stamp.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\n',
      'digests=sha256,sha512\naccuracy=secs:1\ness_cert_id_alg=sha256\n',
    ].join(''),
  );
  writeFileSync(at('serial'), '01\n');
  const config = ['-config', 'authority.cnf'];
  const root = ['-x509', '-days', '2', '-extensions', 'root', '-subj', '/CN=Local root'];
  run(...request, ...config, ...root, '-keyout', 'root.key', '-out', 'root.pem');
  run(...request, ...config, '-subj', '/CN=Local TSA', '-keyout', 'stamp.key', '-out', 'stamp.csr');
  const signing = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '2'];
  const issue = ['x509', '-req', '-in', 'stamp.csr', ...signing, '-extfile', 'authority.cnf'];
  run(...issue, '-extensions', 'stamp', '-out', 'stamp.pem');
  return {
    roots: certificatesOfPem(readFileSync(at('root.pem'), 'utf8')),
    /** What the authority answers over a text. */
    stamp: (text: string): Uint8Array => {
      writeFileSync(at('text'), text);
      run('ts', '-query', '-data', 'text', '-sha256', '-cert', '-out', 'question.tsq');
      run('ts', '-reply', ...config, '-queryfile', 'question.tsq', '-out', 'answer.tsr');
      return new Uint8Array(readFileSync(at('answer.tsr')));
    },
  };
}

describe.skipIf(noOpenssl)('OpenSSL’s time-stamping authority (needs openssl)', () => {
  const text = writeCheckpoint({
    origin: 'csu.exemple.fr/actes',
    size: 3,
    root: new Uint8Array(32),
  });

  test.each([
    ['ECDSA P-256', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['ECDSA P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ['RSA 2048', ['-newkey', 'rsa:2048']],
  ])('REG-11 %s: its answer holds over this text, and no bit of it may turn', async (_, key) => {
    const authority = localAuthority(key);
    const answer = authority.stamp(text);
    const check = (bytes: Uint8Array, over = text) =>
      verifyTimeStamp(bytes, over, authority.roots, timeStampTools);
    expect(await check(answer)).toMatchObject({ ok: true });
    expect(await check(answer, text.replace('\n3\n', '\n4\n'))).toMatchObject({
      error: { code: 'other-text' },
    });
    expect(await check(answer.subarray(0, -1))).toMatchObject({ error: { code: 'unreadable' } });
    const honest = await check(answer);
    let accepted = 0;
    for (let bit = 7; bit < answer.length * 8; bit += 61) {
      const bent = await check(flipped(answer, bit));
      accepted += bent.ok ? 1 : 0;
      expect(bent.ok && bent, `bit ${bit}`).toEqual(bent.ok && honest);
    }
    // Free bits: the text of the status and lists that say what is said again under the signature.
    expect(accepted / ((answer.length * 8) / 61)).toBeLessThan(0.1);
  });

  test('REG-11 a time-stamp in a register’s folder is recognised, and named when it lies', async () => {
    const authority = localAuthority(['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']);
    const files = await folderOf({ size: 5, former: [3] });
    const kept = readNote(Buffer.from(files.get('checkpoints/3') ?? []).toString())?.text ?? '';
    const timeStamps = { tools: timeStampTools, roots: authority.roots };
    files.set('timestamps/3.tsr', authority.stamp(kept));
    const report = await verified(files, { timeStamps });
    expect(foundIn(report)).toEqual([]);
    expect(report.timeStamps).toMatchObject([{ size: 3 }]);
    expect(foundIn(await verified(files))).toEqual(['time-stamp-unchecked 3.tsr']);
    files.set('timestamps/3.tsr', authority.stamp(text));
    const lied = await verified(files, { timeStamps });
    expect(lied.findings[0]?.words.fr).toBe(
      'L’horodatage « 3.tsr » ne tient pas : il porte sur un autre texte.',
    );
    files.delete('checkpoints/3');
    expect((await verified(files, { timeStamps })).findings[0]?.words.en).toContain('is missing');
  });
});
