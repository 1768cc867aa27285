/**
 * The recorder is a process: `main.ts` is its entry. Others need its address, and where somebody of its
 * machine puts what it should trust.
 */

import { join } from 'node:path';

export { certificateFile } from './camera-certificates.ts';
export { readSettings } from './settings.ts';

export const recorderEntry: string = join(import.meta.dirname, 'main.ts');
