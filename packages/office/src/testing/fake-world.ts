/**
 * A world that does as it is told: a clock that moves when asked, chance that repeats itself, and
 * cryptography that is weak and quick on purpose. For tests only; nothing here protects anything.
 */

import { addDays, concatBytes, equalBytes, Failure, utf8Bytes } from '@beffroi/kernel';
import type { Chance, Clock } from '../ports/clock.ts';
import type { DayPublicKey, KeyRing, SealedDataKey } from '../ports/keys.ts';
import type { PasswordHasher, SecretBox, Totp } from '../ports/security.ts';
import { sha256 } from './sha256.ts';

export interface SteeredClock extends Clock {
  /** Moves time on and runs what was due, in order. */
  advance(ms: number): void;
  /** Somebody sets the machine's clock; durations don't notice. */
  setForward(ms: number): void;
}

/** A Sunday at one in the morning in Paris. */
const defaultStartMs = 1_795_305_600_000;

export function createSteeredClock(startMs: number = defaultStartMs): SteeredClock {
  let nowMs = startMs;
  let setMs = 0;
  let due: { readonly atMs: number; readonly what: () => void }[] = [];
  return {
    nowMs: () => nowMs + setMs,
    monotonicMs: () => nowMs - startMs,
    after(ms, what) {
      const timer = { atMs: nowMs + ms, what };
      due.push(timer);
      return () => {
        due = due.filter((each) => each !== timer);
      };
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const next = due.toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > untilMs) {
          break;
        }
        due = due.filter((each) => each !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.what();
      }
      nowMs = untilMs;
    },
    setForward(ms) {
      setMs += ms;
    },
  };
}

/** The same bytes for the same seed, never twice the same in one run. */
export function createSeededChance(seed = 'chance'): Chance {
  let count = 0;
  return {
    bytes(length) {
      const parts: Uint8Array[] = [];
      for (let made = 0; made < length; made += 32) {
        count += 1;
        parts.push(sha256(utf8Bytes(`${seed} ${count}`)));
      }
      return concatBytes(parts).subarray(0, length);
    },
  };
}

export const fakePasswordHasher: PasswordHasher = {
  hash: async (password) => `fake:${password}`,
  verify: async (hash, password) => hash === `fake:${password}`,
};

/** The code of a step is its number, whatever the secret. */
export const fakeTotp: Totp = {
  stepOf(_secret, code, atMs) {
    const step = Math.floor(atMs / 30_000);
    return [step - 1, step, step + 1].find((each) => fakeCode(each) === code) ?? null;
  },
};

/** The code that `fakeTotp` takes at an instant. */
export function fakeCodeAt(atMs: number): string {
  return fakeCode(Math.floor(atMs / 30_000));
}

function fakeCode(step: number): string {
  return String(step % 1_000_000).padStart(6, '0');
}

/** Prefixes the digest of the context; hides nothing, but refuses another context. */
export const fakeSecretBox: SecretBox = {
  seal: (plain, context) => concatBytes([sha256(utf8Bytes(context)), plain]),
  open(sealed, context) {
    if (!equalBytes(sealed.subarray(0, 32), sha256(utf8Bytes(context)))) {
      throw new Failure('secret-refused', 'this secret was sealed for something else');
    }
    return sealed.slice(32);
  },
};

export type FakeKeyRing = Omit<KeyRing, 'openDataKey' | 'close'> & {
  /** Whether a sealed key would open: its day or its hold has a key. */
  opens(sealed: SealedDataKey): boolean;
};

/** Names of keys by day and by hold, without a cipher: what was destroyed isn't made again. */
export function createFakeKeyRing(): FakeKeyRing {
  const kept = new Map<string, DayPublicKey>();
  const destroyed = new Set<string>();
  const holds = new Set<string>();
  const opens = ({ keyId }: SealedDataKey) =>
    holds.has(keyId) || [...kept.values()].some((key) => key.keyId === keyId);
  const ring: FakeKeyRing = {
    opens,
    async sealPicture(day, about, picture) {
      const [key] = await ring.dayPublicKeys(day, 1);
      const encapsulated = sha256(utf8Bytes(about));
      return { keyId: key?.keyId ?? '', day, encapsulated, ciphertext: picture };
    },
    async openPicture(sealed, about) {
      if (!opens(sealed) || !equalBytes(sealed.encapsulated, sha256(utf8Bytes(about)))) {
        throw new Failure('key-destroyed', `the key of ${sealed.day} is gone`);
      }
      return sealed.ciphertext;
    },
    async rewrapForHold(holdId, sealed) {
      if (!opens(sealed) || destroyed.has(holdId)) {
        throw new Failure('key-destroyed', `the key of ${sealed.day} or of ${holdId} is gone`);
      }
      holds.add(`hold-${holdId}`);
      return { ...sealed, keyId: `hold-${holdId}` };
    },
    async destroyHold(holdId) {
      destroyed.add(holdId);
      return holds.delete(`hold-${holdId}`) ? { keyId: `hold-${holdId}` } : null;
    },
    async dayPublicKeys(first, count) {
      const days = Array.from({ length: count }, (_, index) => addDays(first, index));
      return days
        .filter((day) => !destroyed.has(day))
        .map((day) => {
          const publicKey = sha256(utf8Bytes(day));
          const key = kept.get(day) ?? { keyId: `day-${day}`, day, publicKey };
          kept.set(day, key);
          return key;
        });
    },
    days: async () =>
      [...kept.values()]
        .map(({ keyId, day }) => ({ keyId, day }))
        .toSorted((a, b) => a.day.localeCompare(b.day)),
    async destroyDay(day) {
      const key = kept.get(day);
      kept.delete(day);
      destroyed.add(day);
      return key === undefined ? null : { keyId: key.keyId };
    },
  };
  return ring;
}
