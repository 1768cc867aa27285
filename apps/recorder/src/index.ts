/** The recorder is a process: `main.ts` is its entry. Its address is all that others need. */

import { join } from 'node:path';

export const recorderEntry: string = join(import.meta.dirname, 'main.ts');
