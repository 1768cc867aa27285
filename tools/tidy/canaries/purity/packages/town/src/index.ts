/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import { readFileSync } from 'node:fs';

export function now(): number {
  return Date.now() + Math.random() + readFileSync('x').length;
}

export function later(what: () => void): void {
  setTimeout(what, Buffer.alloc(1).length);
  console.log(process.pid);
}
