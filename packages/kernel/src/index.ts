/** Words everybody uses. Imports nothing, touches nothing. */

export { concatBytes, equalBytes, fromHex, letGo, toHex } from './bytes.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export { assert, Defect, unreachable } from './defect.ts';
export { Failure, messageOf } from './failure.ts';
export { type Id, type IdKind, idPrefixes, isId, newId } from './id.ts';
export {
  addDays,
  type CivilDay,
  civilDayOf,
  type EpochMs,
  type Instant,
  instantFromMs,
  minuteOfDay,
  msFromInstant,
  parseInstant,
  startOfDay,
} from './instant.ts';
export { type Err, err, type Ok, ok, type Result } from './result.ts';
export { shownLines, shownText } from './shown-text.ts';
export { asciiText, utf8Bytes } from './utf8.ts';
