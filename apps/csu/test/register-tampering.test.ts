/**
 * The register of a running centre in other hands: Go's checksum database accepts its tiles, checkpoint,
 * entries and receipts as they lie in an exported folder, and whoever alters one row, tile, checkpoint,
 * salt or line of a receipt is named by the checker.
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Centre } from '../src/centre.ts';
import {
  type Exported,
  openRegisterCentre,
  type RegisterCentre,
  verified,
} from './register-centre.ts';

const goLimitMs = 300_000;
const acts = 297;

let world: RegisterCentre;
let centre: Centre;
let exported: Exported;
let entries: number;
beforeAll(async () => {
  world = await openRegisterCentre();
  centre = await world.start({ BEFFROI_DEMONSTRATION: '1' });
  await centre.office.importTown(townOfOne());
  for (let number = 1; number <= acts; number++) {
    await centre.office.register.noteExport(`/nowhere/${number}`);
  }
  exported = await world.exportTo('good');
  const note = await readFile(join(exported.folder, 'acts/checkpoint'), 'utf8');
  entries = Number(note.split('\n')[1]);
}, goLimitMs);
afterAll(async () => {
  await centre.close();
  await world.end();
});

/** A town whose one person may read the register. */
function townOfOne() {
  const dayOf = (days: number) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const clearance = {
    authority: 'Décision 12',
    ground: { kind: 'without-pictures' },
    communes: ['91326'],
    rights: ['read-register'],
    from: dayOf(-10),
    until: dayOf(300),
  };
  const dpo = { login: 'dpo', name: 'Anne Dupré', post: 'dpo', clearances: [clearance] };
  const communes = [{ insee: '91326', name: 'Vermeil' }];
  return { town: { name: 'Vermeil' }, communes, people: [dpo] };
}

/** A copy of the exported folder of acts in which one file was changed. */
async function altered(path: string, change: (bytes: Buffer) => Buffer | string): Promise<string> {
  const copy = await mkdtemp(join(world.folder, 'altered-'));
  await cp(join(exported.folder, 'acts'), copy, { recursive: true });
  await writeFile(join(copy, path), change(await readFile(join(copy, path))));
  return copy;
}

const turned = (at: number) => (bytes: Buffer) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};
const replaced = (from: RegExp, to: string) => (bytes: Buffer) =>
  bytes.toString('utf8').replace(from, to);

describe('altered in a folder', () => {
  test('REG-8 as it was exported, it holds', async () => {
    const { status, lines } = await verified(
      join(exported.folder, 'acts'),
      '--key',
      exported.keys.acts,
    );
    expect(lines).toMatch(new RegExp(`^YES[\\s\\S]*${entries} entries`));
    expect(status).toBe(0);
  });

  test.each([
    ['one row', 'tile/entries/000', turned(5000), /Entry no\. \d+ was altered/],
    ['one tile', 'tile/0/000', turned(5000), /Tile 0\/0 of the tree was altered/],
    ['one upper tile', 'tile/1/000.p/1', turned(7), /Tile 1\/0 of the tree was altered/],
    [
      'one checkpoint',
      'checkpoint',
      replaced(/\n\d+\n/, '\n7\n'),
      /signature of the checkpoint is wrong/,
    ],
    [
      'one salt',
      'records/000.jsonl',
      replaced(/("number":7,.*"salt":")[^"]{4}/, '$1AAAA'),
      /salt of entry no\. 7 was altered/,
    ],
    [
      'one text',
      'records/000.jsonl',
      replaced(/nowhere\/8\b/, 'nowhere/9'),
      /text of entry no\. \d+ was altered/,
    ],
  ])('REG-8 %s is named', async (_, path, change, words) => {
    const { status, lines } = await verified(
      await altered(path, change),
      '--key',
      exported.keys.acts,
    );
    expect(status).toBe(1);
    expect(lines).toMatch(words);
    expect(lines.match(/✗/g)).toHaveLength(1);
  });
});

/** Go ships these packages of its own module golang.org/x/mod with its sources. */
function goPackages(): string | null {
  try {
    const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    const sumdb = join(root, 'src/cmd/vendor/golang.org/x/mod/sumdb');
    return existsSync(join(sumdb, 'tlog/tlog.go')) ? sumdb : null;
  } catch (thrown) {
    if (thrown instanceof Error) {
      return null;
    }
    throw thrown;
  }
}

const sumdb = goPackages();

/** Opens `checkpoint`, reads every entry and every hash from the folder, and the receipts given. */
const goProgram = `package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"foreign/note"
	"foreign/tlog"
)

type folder string

func (f folder) Height() int { return 8 }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}
func (f folder) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		// Go writes tile/8/..., C2SP leaves the height out.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		found = append(found, bytes)
	}
	return found, nil
}

func check(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func tree(verifier note.Verifier, text []byte) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	hash, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: hash}
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	check(err)
	text, err := os.ReadFile(filepath.Join(os.Args[2], "checkpoint"))
	check(err)
	head := tree(verifier, text)
	reader := tlog.TileHashReader(head, folder(os.Args[2]))
	read := int64(0)
	for read < head.N {
		path := fmt.Sprintf("tile/entries/%03d", read/256)
		if head.N-read < 256 {
			path += fmt.Sprintf(".p/%d", head.N-read)
		}
		bundle, err := os.ReadFile(filepath.Join(os.Args[2], path))
		check(err)
		for len(bundle) > 0 {
			size := binary.BigEndian.Uint16(bundle)
			leaf := tlog.RecordHash(bundle[2 : 2+size])
			bundle = bundle[2+size:]
			found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, read)})
			check(err)
			proof, err := tlog.ProveRecord(head.N, read, reader)
			check(err)
			check(tlog.CheckRecord(proof, head.N, head.Hash, read, leaf))
			if found[0] != leaf {
				fmt.Println("refused: entry", read)
				os.Exit(1)
			}
			read++
		}
	}
	fmt.Println("entries", read)
	for _, path := range os.Args[3:] {
		text, err := os.ReadFile(path)
		check(err)
		head, signed, _ := strings.Cut(string(text), "\\n\\n")
		under := tree(verifier, []byte(signed))
		lines := strings.Split(head, "\\n")
		extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
		check(err)
		_, rest, _ := strings.Cut(string(extra), "\\"leaf\\":\\"")
		encoded, _, _ := strings.Cut(rest, "\\"")
		leaf, err := base64.StdEncoding.DecodeString(encoded)
		check(err)
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
		check(err)
		var proof tlog.RecordProof
		for _, line := range lines[3:] {
			hash, err := tlog.ParseHash(line)
			check(err)
			proof = append(proof, hash)
		}
		check(tlog.CheckRecord(proof, under.N, under.Hash, index, tlog.RecordHash(leaf)))
		fmt.Println("receipt", index)
	}
}
`;

async function buildForeign(): Promise<string> {
  const place = join(world.folder, 'go');
  await mkdir(place);
  for (const part of ['note', 'tlog']) {
    await cp(join(sumdb ?? '', part), join(place, part), { recursive: true });
    for (const name of await readdir(join(place, part))) {
      if (name.endsWith('_test.go')) {
        await writeFile(join(place, part, name), `package ${part}\n`);
      }
    }
  }
  await writeFile(join(place, 'go.mod'), 'module foreign\n\ngo 1.22\n');
  await writeFile(join(place, 'main.go'), goProgram);
  execFileSync('go', ['build', '-o', 'foreign', '.'], {
    cwd: place,
    env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    timeout: goLimitMs,
  });
  return join(place, 'foreign');
}

describe.skipIf(sumdb === null)('Go’s checksum database (needs Go’s sources)', () => {
  test('REG-2 REG-3 REG-5 REG-10 accepts a centre’s folder and receipts, and no altered one', {
    timeout: goLimitMs,
  }, async () => {
    const program = await buildForeign();
    const read = (folder: string, ...more: readonly string[]): string => {
      try {
        const args = [exported.keys.acts, folder, ...more];
        return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
      } catch (thrown) {
        return (thrown as { readonly stdout: string }).stdout.trim();
      }
    };
    const receipts = await Promise.all([1, 256, 291].map((number) => receiptOf(number)));
    const good = join(exported.folder, 'acts');
    expect(read(good, ...receipts)).toBe(`entries ${entries}\nreceipt 0\nreceipt 255\nreceipt 290`);
    for (const path of ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']) {
      expect(read(await altered(path, turned(30))), path).toMatch(/^refused/);
    }
    expect(read(await altered('checkpoint', replaced(/\n\d+\n/, '\n7\n')))).toMatch(/^refused/);
    const bent = join(world.folder, 'bent.tlog-proof');
    const text = await readFile(receipts[1] ?? '', 'utf8');
    await writeFile(bent, text.replace('\nindex 255\n', '\nindex 254\n'));
    expect(read(good, bent)).toMatch(/refused/);
  });
});

/** The receipt as the centre gives it, in a file; it verifies by our own checker too. */
async function receiptOf(number: number): Promise<string> {
  const path = join(world.folder, `${number}.tlog-proof`);
  const [person] = await centre.office.sessions.demonstrationPeople();
  const session = await centre.office.sessions.signInForDemonstration(person?.id ?? '');
  const token = session.ok ? session.value.token : '';
  const actor = await centre.office.sessions.actorOf(token);
  if (actor !== null) {
    await centre.office.register.open(actor, { purpose: 'security', note: '' });
  }
  const cookie = `beffroi=${token}`;
  const url = new URL(`/api/register/acts/${number}/receipt`, centre.listening.url);
  const answer = await fetch(url, { headers: { cookie } });
  expect(answer.status).toBe(200);
  await writeFile(path, await answer.text());
  expect((await verified(path, '--key', exported.keys.acts)).lines).toMatch(/^YES/);
  return path;
}
