/**
 * The paper register as a table for a spreadsheet: UTF-8 with its mark, semicolons and French headings,
 * because that is what a French prefecture opens with two clicks. A text that a spreadsheet would take
 * for a formula is kept a text.
 */

import type { PaperRegisterLine } from '@beffroi/wire';
import { civilWords, type PaperSheet, paperHeadings, paperRow } from './paper-sheet.ts';

const mark = '\uFEFF';

export function paperCsv(lines: readonly PaperRegisterLine[], sheet: PaperSheet): Uint8Array {
  const rows = lines.map((line) => paperRow(line, sheet.timeZone));
  const about = [
    ['Registre des enregistrements', sheet.townName],
    ['Période', `du ${civilWords(sheet.from)} au ${civilWords(sheet.to)}`],
    ['Extrait le', sheet.madeAt, 'par', sheet.madeBy],
    [],
  ];
  const text = [...about, paperHeadings, ...rows]
    .map((row) => row.map(cell).join(';'))
    .join('\r\n');
  return Buffer.from(`${mark}${text}\r\n`, 'utf8');
}

/** RFC 4180 with semicolons; `=`, `+`, `-`, `@` at the beginning would run in a spreadsheet. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
