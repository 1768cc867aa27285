/**
 * Ids are branded strings with a visible prefix (`cam_7h2k...`): a register read aloud tells what
 * it points to. 16 characters of base 32 (80 bits) after the prefix.
 */

declare const idKind: unique symbol;

/** An id of one kind of thing: `Id<'camera'>` is `cam_...`. */
export type Id<Kind extends IdKind> = string & { readonly [idKind]: Kind };

export const idPrefixes = {
  camera: 'cam',
  commune: 'com',
  person: 'per',
  clearance: 'clr',
  maskVersion: 'msk',
  recording: 'rec',
  gap: 'gap',
  recorder: 'rcd',
  session: 'ses',
  layout: 'lay',
  bookmark: 'bmk',
  viewing: 'view',
  entry: 'ent',
  alarm: 'alm',
  credential: 'crd',
  authorisation: 'aut',
  hold: 'hld',
  confirmation: 'cnf',
  cameraGroup: 'grp',
  emergency: 'urg',
} as const;

export type IdKind = keyof typeof idPrefixes;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes an id from at least 10 random bytes given by the caller. */
export function newId<Kind extends IdKind>(kind: Kind, random: Uint8Array): Id<Kind> {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of random.subarray(0, 10)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return `${idPrefixes[kind]}_${text}` as Id<Kind>;
}

/** Whether a text has the shape of an id of this kind (3 to 40 of [0-9a-z-] after the prefix). */
export function isId<Kind extends IdKind>(kind: Kind, text: string): text is Id<Kind> {
  const prefix = `${idPrefixes[kind]}_`;
  return text.startsWith(prefix) && /^[0-9a-z-]{3,40}$/.test(text.slice(prefix.length));
}
