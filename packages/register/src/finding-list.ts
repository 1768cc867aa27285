/**
 * What has been found so far, with a limit: a register of a million wrong rows is said with its first
 * thousand and a count.
 */

import { type Finding, type FindingCode, finding } from './finding.ts';

const listedMax = 1000;

export class FindingList {
  readonly #findings: Finding[] = [];
  #more = 0;

  add(...args: Parameters<typeof finding>): void {
    this.addFinding(finding(...args));
  }

  addFinding(one: Finding): void {
    if (this.#findings.length < listedMax) {
      this.#findings.push(one);
    } else if (one.weight === 'no') {
      this.#more++;
    }
  }

  has(code: FindingCode): boolean {
    return this.#findings.some((one) => one.code === code);
  }

  /** True when nothing says no. */
  get holds(): boolean {
    return this.#more === 0 && this.#findings.every(({ weight }) => weight === 'note');
  }

  all(): readonly Finding[] {
    return this.#more === 0
      ? this.#findings
      : [...this.#findings, finding('more-findings', { count: this.#more })];
  }
}
