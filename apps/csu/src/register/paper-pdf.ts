/**
 * The paper register as a print, A4 across: a title, what it is an extract of, the table with its
 * headings on each page, and a foot with the page's number. Tagged, so that it can be read aloud and
 * its table taken for one. Set with pdfkit's own fonts, so that no file of the machine is read; it
 * draws and knows nothing of the register.
 */

import type { PaperRegisterLine } from '@beffroi/wire';
import PdfDocument from 'pdfkit';
import { inWesternLetters } from './paper-letters.ts';
import { civilWords, type PaperSheet, paperHeadings, paperRow } from './paper-sheet.ts';

const margin = 40;
const padding = 4;
const sizes = { town: 11, title: 16, text: 9, foot: 8 };
/** Shares of the width, in the order of the headings. */
const shares = [0.09, 0.23, 0.36, 0.14, 0.18];
/** A camera whose day is in more pieces would burst its row. */
const spansMax = 40;
const footHeight = 24;
const ink = { text: '#111111', quiet: '#444444', line: '#aaaaaa', band: '#e8ecee' };
const title = 'Registre des enregistrements de vidéoprotection';

type Pdf = InstanceType<typeof PdfDocument>;
type Element = ReturnType<Pdf['struct']>;
type Row = readonly string[];

export async function paperPdf(
  lines: readonly PaperRegisterLine[],
  sheet: PaperSheet,
): Promise<Uint8Array> {
  const pdf = new PdfDocument({
    ...{ size: 'A4', layout: 'landscape', margin, bufferPages: true },
    ...{ pdfVersion: '1.7', tagged: true, displayTitle: true, lang: 'fr-FR' },
    info: { Title: `${title} - ${sheet.townName}`, Author: sheet.townName },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  const document = pdf.struct('Document');
  pdf.addStructure(document);
  drawHead(pdf, document, sheet, lines.length);
  if (lines.length > 0) {
    const rows = lines.map((line) => paperRow(line, sheet.timeZone, spansMax).map(drawn));
    drawTable(pdf, document, rows);
  }
  document.end();
  drawRims(pdf, sheet);
  pdf.end();
  return await whole;
}

function drawTable(pdf: Pdf, document: Element, rows: readonly Row[]): void {
  const table = pdf.struct('Table');
  document.add(table);
  drawCells(pdf, paperHeadings, table, 'TH');
  for (const row of rows) {
    drawRow(pdf, table, row);
  }
  table.end();
}

/** A span or a moment stays on one line; what is empty says that it is meant so. */
function drawn(text: string): string {
  return text === ''
    ? 'aucune'
    : inWesternLetters(text)
        .replaceAll(/(\d) - (\d)/g, '$1\u00A0–\u00A0$2')
        .replaceAll(/(\d{4}) (\d)/g, '$1\u00A0$2');
}

function drawHead(pdf: Pdf, document: Element, sheet: PaperSheet, count: number): void {
  const say = (tag: string, size: number, color: string, font: string, text: string): void => {
    const element = pdf.struct(tag, {}, () => {
      pdf.font(font).fontSize(size).fillColor(color).text(inWesternLetters(text), margin);
    });
    document.add(element);
    element.end();
  };
  pdf.y = margin;
  say('P', sizes.town, ink.quiet, 'Helvetica', sheet.townName);
  say('H1', sizes.title, ink.text, 'Helvetica-Bold', title);
  pdf.moveDown(0.3);
  const period = `Du ${civilWords(sheet.from)} au ${civilWords(sheet.to)}`;
  const lines = count === 0 ? '' : `, ${count} ligne${count > 1 ? 's' : ''}`;
  say('P', sizes.text, ink.text, 'Helvetica', `${period}${lines}.`);
  const law = 'article R253-5 du code de la sécurité intérieure';
  say('P', sizes.text, ink.quiet, 'Helvetica', `Vue du registre électronique (${law}).`);
  pdf.moveDown();
  if (count === 0) {
    say('P', sizes.town, ink.text, 'Helvetica', 'Aucun enregistrement dans cette période.');
  }
}

function widthsOf(pdf: Pdf): readonly number[] {
  return shares.map((share) => share * (pdf.page.width - 2 * margin));
}

/** A row that doesn't fit begins the next page, under the headings. */
function drawRow(pdf: Pdf, table: Element, cells: Row): void {
  pdf.font('Helvetica').fontSize(sizes.text);
  if (pdf.y + heightOf(pdf, cells) > pdf.page.height - margin - footHeight) {
    pdf.addPage();
    pdf.y = margin + 2 * padding;
    // Said once in the table; on later pages for the eye.
    drawCells(pdf, paperHeadings, null, 'TH');
  }
  drawCells(pdf, cells, table, 'TD');
}

function heightOf(pdf: Pdf, cells: Row): number {
  const widths = widthsOf(pdf);
  const heights = cells.map((text, at) =>
    pdf.heightOfString(text, { width: (widths[at] ?? 0) - 2 * padding }),
  );
  return Math.max(...heights) + 2 * padding;
}

function drawCells(pdf: Pdf, cells: Row, table: Element | null, kind: 'TH' | 'TD'): void {
  pdf.font(kind === 'TH' ? 'Helvetica-Bold' : 'Helvetica').fontSize(sizes.text);
  const widths = widthsOf(pdf);
  const top = pdf.y;
  const height = heightOf(pdf, cells);
  drawGround(pdf, top, height, kind === 'TH');
  const row = table && pdf.struct('TR');
  if (table !== null && row !== null) {
    table.add(row);
  }
  let left = margin;
  for (const [at, text] of cells.entries()) {
    const width = widths[at] ?? 0;
    const place = left + padding;
    const draw = (): void => {
      pdf.fillColor(ink.text).text(text, place, top + padding, { width: width - 2 * padding });
    };
    if (row === null) {
      asArtifact(pdf, draw);
    } else {
      const cell = pdf.struct(kind, {}, draw);
      row.add(cell);
      cell.end();
    }
    left += width;
  }
  row?.end();
  pdf.x = margin;
  pdf.y = top + height;
}

/** A band behind the headings, a line under each row. */
function drawGround(pdf: Pdf, top: number, height: number, isHeading: boolean): void {
  const right = pdf.page.width - margin;
  asArtifact(pdf, () => {
    if (isHeading) {
      pdf.rect(margin, top, right - margin, height).fill(ink.band);
    }
    pdf.lineWidth(0.5).strokeColor(ink.line);
    pdf
      .moveTo(margin, top + height)
      .lineTo(right, top + height)
      .stroke();
  });
}

/** On every page: its number and who made it; from the second on what it is a page of. */
function drawRims(pdf: Pdf, { townName, from, to, madeAt, madeBy }: PaperSheet): void {
  const { start, count } = pdf.bufferedPageRange();
  pdf.font('Helvetica').fontSize(sizes.foot);
  const width = pdf.page.width - 2 * margin;
  const say = (text: string, top: number, align: 'left' | 'right'): void => {
    const options = { width, align, height: sizes.foot + 2, ellipsis: true };
    asArtifact(pdf, () => {
      pdf.fillColor(ink.quiet).text(inWesternLetters(text), margin, top, options);
    });
  };
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    if (page > start) {
      const period = `${civilWords(from)} - ${civilWords(to)}`;
      say(`${title} - ${townName} - ${period}`, margin - sizes.foot, 'left');
    }
    // Above the margin: below it pdfkit would begin another page.
    const bottom = pdf.page.height - margin - sizes.foot - 4;
    say(`Extrait le ${madeAt} par ${madeBy}`, bottom, 'left');
    say(`page ${page + 1} sur ${count}`, bottom, 'right');
  }
}

/** What a reader aloud passes over. */
function asArtifact(pdf: Pdf, draw: () => void): void {
  pdf.markContent('Artifact');
  draw();
  pdf.endMarkedContent();
}
