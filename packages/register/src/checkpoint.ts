/**
 * A checkpoint (C2SP tlog-checkpoint): how many entries a register has, and the root over them, under
 * the name of the register. Signed by the centre, it can't take back what it said; cosigned by a
 * witness, it can't say something else to somebody else (REG-5, REG-6).
 */

import { fromBase64, toBase64 } from './base64.ts';
import { hashBytes } from './crypto.ts';
import { cosignedMessage, type Signer, signatureLine, signNote } from './note.ts';
import { joined, readDecimal } from './utf8-text.ts';

export interface Checkpoint {
  /** Name of the register: `csu.exemple.fr/actes`. */
  readonly origin: string;
  /** Entries. */
  readonly size: number;
  readonly root: Uint8Array;
}

export function writeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** The checkpoint of a note's text, or undefined when it is none. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', count = '', encoded = '', ...extensions] = text.slice(0, -1).split('\n');
  const size = readDecimal(count);
  const root = fromBase64(encoded);
  const sound = text.endsWith('\n') && origin !== '' && !extensions.includes('');
  return sound && size !== undefined && root?.length === hashBytes
    ? { origin, size, root }
    : undefined;
}

/** The centre's signed note; the key's name is the register's. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): Promise<string> {
  return signNote(writeCheckpoint(checkpoint), signer);
}

/** A witness's line for the text of a checkpoint; its key is of kind 4. */
export async function cosign(text: string, signer: Signer, atSeconds: number): Promise<string> {
  const time = new Uint8Array(8);
  for (let at = 7, rest = atSeconds; at >= 0; at--, rest = Math.floor(rest / 256)) {
    time[at] = rest % 256;
  }
  const signature = await signer.sign(cosignedMessage(text, atSeconds));
  return signatureLine(signer.key, joined(time, signature));
}
