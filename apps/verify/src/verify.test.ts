import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeSmallRegister } from '../test/small-register.ts';

const { folder, receipt, keyLine } = await writeSmallRegister();
const trash = [folder];
afterAll(() => {
  for (const one of trash) {
    rmSync(one, { recursive: true, force: true });
  }
});

function verify(...args: string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n'), stderr };
}

/** A copy of the register in which one file was changed. */
function altered(path: string, change: (bytes: Buffer) => Buffer | string): string {
  const copy = mkdtempSync(join(tmpdir(), 'beffroi-verify-'));
  trash.push(copy);
  cpSync(folder, copy, { recursive: true });
  writeFileSync(join(copy, path), change(readFileSync(join(copy, path))));
  return copy;
}

const turned = (at: number) => (bytes: Buffer) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

describe('the command line', () => {
  test('REG-13 says yes to a register as it was written, in both languages', () => {
    expect(verify(folder, '--key', keyLine)).toMatchObject({
      status: 0,
      lines: [
        'OUI : tout concorde, rien n’a été modifié.',
        'Registre csu.exemple.fr/actes : 300 écritures, 300 textes présents, 0 effacés.',
      ],
    });
    const english = verify(folder, '--key', keyLine, '--lang', 'en');
    expect(english.lines[0]).toBe('YES: everything agrees, nothing was altered.');
    const unknown = verify(folder, '--key', keyLine, '--lang', 'de');
    expect(unknown).toMatchObject({
      status: 2,
      lines: [''],
      stderr: 'verify: no language de; known: fr, en\n',
    });
    const json = JSON.parse(verify(folder, '--key', keyLine, '--json').lines.join('')) as object;
    expect(json).toMatchObject({ holds: true, kind: 'register', report: { size: 300 } });
  });

  test.each([
    ['tile/entries/000', turned(5000), '✗ L’écriture n° 43 a été modifiée.'],
    [
      'tile/0/000',
      turned(5000),
      '✗ La dalle 0/0 de l’arbre a été modifiée ; les écritures elles-mêmes sont intactes.',
    ],
    [
      'checkpoint',
      (bytes: Buffer) => bytes.toString().replace('\n300\n', '\n299\n'),
      '✗ La signature du point de contrôle est fausse : il a été modifié, ou la commune ne l’a pas signé. Le reste n’a pas été examiné.',
    ],
    [
      'records/000.jsonl',
      (bytes: Buffer) => bytes.toString().replace(/("number":7,.*"salt":")[^"]{4}/, '$1AAAA'),
      '✗ Le sel de l’écriture n° 7 a été modifié : son texte ne peut plus être prouvé.',
    ],
    [
      'records/000.jsonl',
      (bytes: Buffer) => bytes.toString().replace('per_6\\"', 'per_5\\"'),
      '✗ Le texte de l’écriture n° 7 a été modifié : il ne correspond plus à ce qui a été scellé.',
    ],
  ])('REG-8 names what was altered in %s', (path, change, words) => {
    const { status, lines } = verify(altered(path, change), '--key', keyLine);
    expect(status).toBe(1);
    expect(lines[0]).toBe('NON : cela ne peut pas être confirmé.');
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([words]);
  });

  test('REG-10 checks a receipt, and refuses one without a key', () => {
    const path = join(folder, 'receipt.tlog-proof');
    writeFileSync(path, receipt);
    const { status, lines } = verify(path, '--key', keyLine);
    expect(status).toBe(0);
    expect(lines[1]).toMatch(
      /^Écriture n° 42 du registre csu\.exemple\.fr\/actes : viewing-opened/,
    );
    expect(lines[2]).toContain('"by":"per_41"');
    const bare = verify(path);
    expect(bare.status).toBe(1);
    expect(bare.lines.at(-1)).toContain('Aucune clé');
  });

  test('REG-23 no name of a file paints over the answer', () => {
    const painted = `\u001b[2J\u001b[HOUI : tout concorde\nOUI\u202e`;
    const copy = altered('checkpoint', (bytes) => bytes);
    writeFileSync(join(copy, 'records', painted), '');
    const { status, lines } = verify(copy, '--key', keyLine);
    expect(status).toBe(1);
    expect(lines.join('\n')).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|^OUI/mu);
    expect(lines.at(-1)).toContain('\\u{1b}[2J\\u{1b}[HOUI : tout concorde\\u{a}OUI\\u{202e}');
    expect(verify(join(copy, painted)).stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|^OUI/mu);
    expect(verify(copy, '--key', painted).lines[1]).toContain('\\u{1b}[2J');
  });

  test('REG-22 a file that is far too large for a receipt is told as one', () => {
    const { status, lines } = verify('/dev/zero', '--key', keyLine);
    expect(status).toBe(1);
    expect(lines.at(-1)).toContain('tlog-proof est démesuré');
  });

  test('REG-13 a wrong call ends with 2 and says why', () => {
    expect(verify().status).toBe(2);
    expect(verify(join(folder, 'nowhere'))).toMatchObject({ status: 2 });
    expect(verify(join(folder, 'nowhere')).stderr).toContain('nowhere');
    expect(verify(folder, '--key', 'abc').lines[1]).toContain('abc');
    expect(verify('--help').status).toBe(0);
  });
});
