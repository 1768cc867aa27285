/**
 * The paper register as a print, A4 across: a title, what it is an extract of, the table with its
 * headings on each page, and a foot with the page's number. Set with pdfkit's own fonts, so that no
 * file of the machine is read; it draws and knows nothing of the register.
 */

import type { PaperRegisterLine } from '@beffroi/wire';
import PdfDocument from 'pdfkit';
import { civilWords, type PaperSheet, paperHeadings, paperRow } from './paper-sheet.ts';

const margin = 40;
const padding = 4;
const sizes = { title: 15, text: 9, foot: 8 };
/** Shares of the width, in the order of the headings. */
const shares = [0.1, 0.22, 0.34, 0.16, 0.18];
/** A camera whose day is in more pieces would burst its row. */
const spansMax = 40;
const ink = { text: '#111111', quiet: '#555555', line: '#999999' };

type Pdf = InstanceType<typeof PdfDocument>;

export async function paperPdf(
  lines: readonly PaperRegisterLine[],
  sheet: PaperSheet,
): Promise<Uint8Array> {
  const pdf = new PdfDocument({
    size: 'A4',
    layout: 'landscape',
    margin,
    bufferPages: true,
    lang: 'fr-FR',
    info: { Title: 'Registre des enregistrements', Author: sheet.townName },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  drawHead(pdf, sheet);
  drawHeadings(pdf);
  for (const line of lines) {
    drawRow(pdf, paperRow(line, sheet.timeZone, spansMax));
  }
  if (lines.length === 0) {
    pdf.moveDown().text('Aucun enregistrement dans cette période.', margin);
  }
  drawFeet(pdf, sheet);
  pdf.end();
  return await whole;
}

function drawHead(pdf: Pdf, sheet: PaperSheet): void {
  pdf.font('Helvetica-Bold').fontSize(sizes.title).fillColor(ink.text);
  pdf.text(`Registre des enregistrements - ${sheet.townName}`, margin, margin);
  pdf.font('Helvetica').fontSize(sizes.text).fillColor(ink.quiet);
  pdf.text(`Période du ${civilWords(sheet.from)} au ${civilWords(sheet.to)}. `, {
    continued: true,
  });
  pdf.text('Vue du registre électronique (article R253-5 du code de la sécurité intérieure).');
  pdf.moveDown();
}

function widthsOf(pdf: Pdf): readonly number[] {
  return shares.map((share) => share * (pdf.page.width - 2 * margin));
}

function drawHeadings(pdf: Pdf): void {
  pdf.font('Helvetica-Bold').fontSize(sizes.text).fillColor(ink.text);
  drawCells(pdf, paperHeadings);
  pdf.font('Helvetica');
}

/** A row that doesn't fit begins the next page, under the headings. */
function drawRow(pdf: Pdf, cells: readonly string[]): void {
  const bottom = pdf.page.height - 2 * margin;
  if (pdf.y + heightOf(pdf, cells) > bottom) {
    pdf.addPage();
    drawHeadings(pdf);
  }
  drawCells(pdf, cells);
}

function heightOf(pdf: Pdf, cells: readonly string[]): number {
  const widths = widthsOf(pdf);
  const heights = cells.map((text, at) =>
    pdf.heightOfString(text === '' ? ' ' : text, { width: (widths[at] ?? 0) - padding }),
  );
  return Math.max(...heights) + 2 * padding;
}

function drawCells(pdf: Pdf, cells: readonly string[]): void {
  const widths = widthsOf(pdf);
  const top = pdf.y;
  const height = heightOf(pdf, cells);
  let left = margin;
  for (const [at, text] of cells.entries()) {
    const width = widths[at] ?? 0;
    pdf.text(text, left, top + padding, { width: width - padding });
    left += width;
  }
  const under = top + height;
  pdf.lineWidth(0.5).strokeColor(ink.line);
  pdf
    .moveTo(margin, under)
    .lineTo(pdf.page.width - margin, under)
    .stroke();
  pdf.x = margin;
  pdf.y = under;
}

function drawFeet(pdf: Pdf, { madeAt, madeBy }: PaperSheet): void {
  const { start, count } = pdf.bufferedPageRange();
  pdf.font('Helvetica').fontSize(sizes.foot).fillColor(ink.quiet);
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    const words = `Extrait le ${madeAt} par ${madeBy} - page ${page + 1} sur ${count}`;
    // Above the margin: below it pdfkit would begin another page.
    pdf.text(words, margin, pdf.page.height - margin - 2 * sizes.foot, { lineBreak: false });
  }
}
