/**
 * Passwords as argon2id (RFC 9106) in the PHC text form: 64 MiB, 3 passes, one lane, a salt of 16
 * bytes (DP-08: hashed and salted, slow on purpose; 0.2 s here). Node's own implementation, so no
 * native package. At most two at once: each takes 64 MiB, and sign-ins must not starve the pictures.
 */

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Failure } from '@beffroi/kernel';
import type { PasswordHasher } from '@beffroi/office';

const derive = promisify(argon2);

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const cost: Cost = { memory: 65_536, passes: 3, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;
const runningMax = 2;
const waitingMax = 50;

/** A text from elsewhere can't make us spend more than this. */
const costMax: Cost = { memory: 262_144, passes: 10, parallelism: 4 };

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;

/** Throws Failure `sign-in-busy` when 50 sign-ins already wait. */
export function createPasswordHasher(): PasswordHasher {
  const turn = createTurns();
  return {
    hash: (password) =>
      turn(async () => {
        const salt = randomBytes(saltBytes);
        const tag = await tagOf(password, salt, cost, tagBytes);
        const { memory, passes, parallelism } = cost;
        return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(salt)}$${bare(tag)}`;
      }),
    async verify(hash, password) {
      const parts = phc.exec(hash);
      const [, memory, passes, parallelism, salt, tag] = parts ?? [];
      if (salt === undefined || tag === undefined) {
        return false;
      }
      const asked: Cost = {
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
      };
      const wanted = Buffer.from(tag, 'base64');
      if (!isBearable(asked) || wanted.length !== tagBytes) {
        return false;
      }
      return turn(async () =>
        timingSafeEqual(
          await tagOf(password, Buffer.from(salt, 'base64'), asked, tagBytes),
          wanted,
        ),
      );
    },
  };
}

function tagOf(
  password: string,
  nonce: Uint8Array,
  { memory, passes, parallelism }: Cost,
  tagLength: number,
): Promise<Uint8Array> {
  // The same characters typed on two keyboards are one password (NFKC, RFC 8265).
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  return derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength });
}

function isBearable(asked: Cost): boolean {
  return (
    asked.memory >= 8 * asked.parallelism &&
    asked.memory <= costMax.memory &&
    asked.passes >= 1 &&
    asked.passes <= costMax.passes &&
    asked.parallelism >= 1 &&
    asked.parallelism <= costMax.parallelism
  );
}

function bare(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= runningMax) {
      if (waiting.length >= waitingMax) {
        throw new Failure('sign-in-busy', 'too many people sign in at once; try again in a moment');
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        running -= 1;
      } else {
        next();
      }
    }
  };
}
