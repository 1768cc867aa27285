/**
 * Texts of bytes: base64url without padding (RFC 4648 section 5) for tokens and keys, base32 for
 * authenticator apps (section 6). Written out because pure rooms have no `Buffer`.
 */

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function toBase64Url(bytes: Uint8Array): string {
  return inGroups(bytes, 6, base64Alphabet);
}

export function toBase32(bytes: Uint8Array): string {
  return inGroups(bytes, 5, base32Alphabet);
}

/** Bits from the left in groups, the last one filled with zeros. */
function inGroups(bytes: Uint8Array, size: number, alphabet: string): string {
  const mask = (1 << size) - 1;
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= size) {
      bits -= size;
      text += alphabet[(held >> bits) & mask];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(held << (size - bits)) & mask];
}
