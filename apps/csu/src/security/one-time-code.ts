/**
 * One-time codes of an authenticator (RFC 6238, SHA-1, 6 digits, 30 seconds) for the office's `Totp`
 * port. A code is taken one step early or late, because two clocks never agree; the office refuses a
 * step that has been used.
 */

import type { Totp } from '@beffroi/office';
import { Secret, TOTP } from 'otpauth';

const stepMs = 30_000;

export const oneTimeCodes: Totp = {
  stepOf(secret, code, atMs) {
    const key = new Secret({ buffer: new Uint8Array(secret).buffer });
    const delta = TOTP.validate({ secret: key, token: code, timestamp: atMs, window: 1 });
    return delta === null ? null : Math.floor(atMs / stepMs) + delta;
  },
};
