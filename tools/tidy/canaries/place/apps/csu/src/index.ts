/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import { fileURLToPath } from 'node:url';

export const entry: URL = new URL('./main.ts', import.meta.url);

export const path: string = new URL('./main.ts', import.meta.url).pathname;

export const right: string = fileURLToPath(new URL('./main.ts', import.meta.url));

export const address: string = new URL('./main.ts', import.meta.url).href;
