/**
 * Figures of a benchmark run: printed as a table, kept in docs/benchmarks.json for programs and in
 * docs/benchmarks.md for people. A figure names what it was measured against in the same run.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly against: string;
}

export interface Section {
  /** `ingest`, `mask`, `live`, `seek`, `register`, `decide`, `erase`. */
  readonly name: string;
  readonly title: string;
  readonly method: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly figures: Readonly<Record<string, Figure>>;
}

interface Kept {
  figures: Record<string, Figure>;
  sections: Record<string, Section & { readonly measuredAt: string; readonly commit: string }>;
}

const docs = resolve(import.meta.dirname, '../../../docs');
const jsonPath = join(docs, 'benchmarks.json');
const textPath = join(docs, 'benchmarks.md');

export function printTable(section: Section): void {
  const cells = [section.columns, ...section.rows.map((row) => row.map(String))];
  const widths = section.columns.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  process.stdout.write(`\n${section.title}\n`);
  for (const row of cells) {
    process.stdout.write(
      `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`,
    );
  }
}

/** Merges a section into the kept figures and writes both documents again. */
export function keep(section: Section): void {
  const kept: Kept = existsSync(jsonPath)
    ? (JSON.parse(readFileSync(jsonPath, 'utf8')) as Kept)
    : { figures: {}, sections: {} };
  Object.assign(kept.figures, section.figures);
  kept.sections[section.name] = {
    ...section,
    measuredAt: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  };
  writeFileSync(jsonPath, `${JSON.stringify(kept, null, 2)}\n`);
  writeFileSync(textPath, textOf(kept));
}

function textOf(kept: Kept): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`;
  const parts = [
    '# Benchmarks',
    '',
    `Machine: ${machine}. It is shared: ratios inside one run count, absolute figures are noisy.`,
    'Made by `npm run bench` (all) or `npm run bench -- ingest|mask|live|seek|register|decide|erase`; do not edit by hand.',
    '',
    '| figure | value | unit | against |',
    '| --- | --- | --- | --- |',
    ...Object.entries(kept.figures)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { value, unit, against }]) => `| ${name} | ${value} | ${unit} | ${against} |`),
    '',
  ];
  for (const section of Object.values(kept.sections)) {
    parts.push(
      `## ${section.title}`,
      '',
      `${section.method} Measured ${section.measuredAt.slice(0, 10)}, commit ${section.commit}.`,
      '',
      `| ${section.columns.join(' | ')} |`,
      `| ${section.columns.map(() => '---').join(' | ')} |`,
      ...section.rows.map((row) => `| ${row.join(' | ')} |`),
      '',
    );
  }
  return parts.join('\n');
}

/** The value below which `share` (0..1) of the sorted numbers lie. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
