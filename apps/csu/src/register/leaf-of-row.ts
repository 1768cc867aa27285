/**
 * The leaf of a row of the database, also of one that somebody altered by hand: it must be compared
 * and named, not stop the centre.
 */

import { Defect, utf8Bytes } from '@beffroi/kernel';
import { type NumberedEntry, treeLeafOf } from '@beffroi/office';

/** A row altered by hand may be no entry at all: what it gives then was never signed. */
export function leafOfRow(row: NumberedEntry): Uint8Array {
  try {
    return treeLeafOf(row);
  } catch (thrown) {
    if (thrown instanceof Defect) {
      return utf8Bytes(`unreadable ${row.number}`);
    }
    throw thrown;
  }
}
