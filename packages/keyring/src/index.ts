/** Day keys: kept, given out in public halves, destroyed. */

export { createDataKeySealer } from './data-key-sealer.ts';
export { createFileKeyRing, type FileKeyRingOptions } from './file-key-ring.ts';
export { copyRing, putRing, type RingCopy } from './ring-copy.ts';
export type { RootKeeper } from './ring-file.ts';
export { type KeyRootSettings, openRootKeeper } from './root/root-keeper.ts';
