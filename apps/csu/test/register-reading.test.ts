/** Reading the register over HTTP, the paper register as CSV and PDF, and who may none of it. */

import { rm } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { PaperRegisterLine } from '@beffroi/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paperCsv } from '../src/register/paper-csv.ts';
import { inWesternLetters } from '../src/register/paper-letters.ts';
import { paperPdf } from '../src/register/paper-pdf.ts';
import { paperRow } from '../src/register/paper-sheet.ts';
import { newFolder } from './register-world.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

let folder: string;
let centre: TestCentre;
beforeAll(async () => {
  folder = await newFolder();
  centre = await startTestCentre({ registerFolder: folder });
});
afterAll(async () => {
  await centre.close();
  await rm(folder, { recursive: true });
});

async function opened(personId: string): Promise<{ cookie: string; opening: number }> {
  const cookie = await centre.cookieOf(personId);
  const answer = await centre.fetch('/api/register/openings', {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/json', 'x-beffroi': '1', origin: centre.origin },
    body: JSON.stringify({ purpose: 'self-control', note: '' }),
  });
  expect(answer.status).toBe(200);
  const { opening } = (await answer.json()) as { opening: number };
  return { cookie, opening };
}

const reads = (opening: number) => [
  `/api/register/entries?opening=${opening}&log=acts`,
  `/api/register/paper?opening=${opening}&from=2026-11-01&to=2026-11-02`,
  `/api/register/paper.csv?opening=${opening}&from=2026-11-01&to=2026-11-02`,
  `/api/register/paper.pdf?opening=${opening}&from=2026-11-01&to=2026-11-02`,
  '/api/register/fate?camera=cam_place&fromMs=1&toMs=2',
];

test('REG-18 head and DPO read what they opened; entries have no picture and a receipt', async () => {
  for (const personId of ['per_head', 'per_dpo']) {
    const { cookie, opening } = await opened(personId);
    for (const path of reads(opening)) {
      expect((await centre.fetch(path, { cookie })).status, path).toBe(200);
    }
    const read = await centre.fetch(reads(opening)[0] ?? '', { cookie });
    const { entries } = (await read.json()) as { entries: { log: string; number: number }[] };
    const first = entries[0];
    const receipt = `/api/register/${first?.log}/${first?.number}/receipt`;
    expect(await (await centre.fetch(receipt, { cookie })).text()).toMatch(
      /^c2sp\.org\/tlog-proof@v1/,
    );
  }
});

test('REG-18 nobody else reads, opens or takes away, and an unopened register is refused', async () => {
  const { opening } = await opened('per_dpo');
  for (const path of reads(opening)) {
    expect((await centre.fetch(path)).status, path).toBe(401);
    for (const personId of ['per_operator', 'per_technician', 'per_nobody']) {
      const cookie = await centre.cookieOf(personId);
      expect((await centre.fetch(path, { cookie })).status, `${personId} ${path}`).toBe(403);
    }
  }
  const cookie = await centre.cookieOf('per_head');
  for (const path of reads(opening).slice(0, 4)) {
    const refused = await centre.fetch(path, { cookie });
    expect(refused.status, path).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'register-not-opened', rule: 'REG-18' });
  }
  const bad = `/api/register/entries?opening=${opening}&log=secrets`;
  expect((await centre.fetch(bad, { cookie })).status).toBe(400);
});

const place = (name: string, day: string): PaperRegisterLine => ({
  camera: { id: 'cam_place', name },
  day,
  spans: [
    { fromMs: Date.parse('2026-11-01T09:00:00Z'), toMs: Date.parse('2026-11-01T11:30:00Z') },
    { fromMs: Date.parse('2026-11-01T12:00:00Z'), toMs: Date.parse('2026-11-01T13:00:00Z') },
  ],
  destroyedAt: '2026-11-16T00:00:05.000Z' as PaperRegisterLine['destroyedAt'],
  handedOver: [],
});
const sheet = {
  townName: 'Vermeil-sur-Orge',
  timeZone: 'Europe/Paris',
  from: '2026-11-01',
  to: '2026-11-30',
  madeAt: '30/11/2026 09:00',
  madeBy: 'Hugo Petit',
};

test('REG-19 the table is UTF-8 with its mark, semicolons, French headings, and runs no formula', () => {
  const lines = [
    place('=Place; "centrale"', '2026-11-01'),
    { ...place('Gare', '2026-11-02'), destroyedAt: null },
  ];
  const bytes = paperCsv(lines, sheet);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = Buffer.from(bytes.subarray(3)).toString('utf8').split('\r\n');
  expect(rows[4]).toBe(
    'Date;Caméra;Plages enregistrées;Destruction;Images extraites ou transmises',
  );
  expect(rows[5]).toBe(
    `01/11/2026;"'=Place; ""centrale""";10:00 - 12:30, 13:00 - 14:00;16/11/2026 01:00;`,
  );
  expect(rows[6]).toContain(';pas encore;');
});

test('REG-19 an entry that can’t be read is a row with its number, in the table and in the print', async () => {
  const bad = { ...place('', '2026-11-02'), unreadable: 4711 };
  const csv = Buffer.from(paperCsv([place('Gare', '2026-11-01'), bad], sheet)).toString('utf8');
  expect(csv).toContain('02/11/2026;Ligne illisible du registre, n° 4711;illisible;?;?');
  expect((await paperPdf([bad], sheet)).length).toBeGreaterThan(1000);
});

test('REG-19 the print is a PDF with every line, its headings on each page and its number of pages', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => place(`Écluse n° ${index}`, '2026-11-01'));
  const bytes = Buffer.from(await paperPdf(lines, sheet));
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const pages = bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(1);
  const text = textOf(bytes);
  expect(text.match(/Plages enregistr/g)).toHaveLength(pages);
  for (let index = 0; index < lines.length; index++) {
    expect(text).toContain(`cluse n° ${index}`);
  }
  expect(text).toContain(`page ${pages} sur ${pages}`);
});

test('REG-19 the print is tagged, French, and bears its title', async () => {
  const lines = [place('Place', '2026-11-01')];
  const text = Buffer.from(await paperPdf(lines, sheet)).toString('latin1');
  expect(text).toMatch(/\/Marked true/);
  expect(text).toMatch(/\/Lang \(fr-FR\)/);
  expect(text).toMatch(/\/DisplayDocTitle true/);
  expect(text.match(/\/S \/TD\b/g)).toHaveLength(5);
  expect(text.match(/\/S \/H1\b/g)).toHaveLength(1);
});

test('REG-19 a period without recordings says so, on one page', async () => {
  const print = Buffer.from(await paperPdf([], sheet));
  expect(print.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(textOf(print)).toContain('Aucun enregistrement');
});

test('REG-19 a day that is recorded to its end ends at 24:00', () => {
  const spans = [
    { fromMs: Date.parse('2026-10-31T23:00:00Z'), toMs: Date.parse('2026-11-01T23:00:00Z') },
  ];
  const line = { ...place('Gare', '2026-11-01'), spans };
  expect(paperRow(line, sheet.timeZone)[2]).toBe('00:00 - 24:00');
});

test.each([
  ['Écluse nº 3 – quai « Œuvre »', 'Écluse nº 3 – quai « Œuvre »'],
  ['E\u0301cole', 'École'],
  ['Şahin, Łukasz, Dvořák', 'Sahin, Lukasz, Dvorák'],
  ['日本', '??'],
  ['a\u2009b\tc', 'a b c'],
])('REG-19 %j is printed as %j: nothing vanishes unseen', (text, printed) => {
  expect(inWesternLetters(text)).toBe(printed);
});

test('REG-19 a day in many pieces doesn’t burst its row: the print says how many it leaves out', async () => {
  const spans = Array.from({ length: 200 }, (_, index) => ({
    fromMs: Date.parse('2026-11-01T00:00:00Z') + index * 300_000,
    toMs: Date.parse('2026-11-01T00:02:00Z') + index * 300_000,
  }));
  const line = { ...place('Gare', '2026-11-01'), spans };
  const print = Buffer.from(await paperPdf([line], sheet));
  expect(print.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(textOf(print)).toMatch(/et\s+160\s+autres/);
  expect(Buffer.from(paperCsv([line], sheet)).toString('utf8')).toContain('17:35 - 17:37');
});

/** What is written on the pages: the hex strings of their streams, in Windows-1252. */
function textOf(pdf: Buffer): string {
  const streams = [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)];
  return streams
    .map(([, body = '']) => {
      const bytes = Buffer.from(body, 'latin1');
      const drawn = bytes[0] === 0x78 ? inflateSync(bytes).toString('latin1') : '';
      return drawn
        .split('\n')
        .filter((line) => line.endsWith('TJ'))
        .map((line) =>
          [...line.matchAll(/<([0-9a-f]*)>/g)]
            .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
            .join(''),
        )
        .join('\n');
    })
    .join('\n');
}
