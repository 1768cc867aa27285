/** The recorder is a process: `main.ts` is its entry. Its address is all that others need. */

export const recorderEntry: URL = new URL('./main.ts', import.meta.url);
