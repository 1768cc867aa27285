/**
 * The few calls of a PKCS#11 token (Cryptoki 2.40) that a root needs, through its module's own function
 * list: no C of ours, and no package between. It reads no key out of the token: keys are made in it,
 * never to leave it, encrypt and decrypt in it (AES-256-GCM), and are destroyed in it.
 */

import { assert, Failure, messageOf } from '@beffroi/kernel';
import type { default as koffiModule, LibraryHandle, TypeObject } from 'koffi';

/** Place in CK_FUNCTION_LIST (PKCS#11 2.40, appendix A), and the kinds of its arguments. */
const calls = {
  initialize: { place: 0, takes: ['void *'] },
  getSlotList: { place: 4, takes: ['uint8', 'void *', 'void *'] },
  getTokenInfo: { place: 6, takes: ['ulong', 'void *'] },
  openSession: { place: 12, takes: ['ulong', 'ulong', 'void *', 'void *', 'void *'] },
  login: { place: 18, takes: ['ulong', 'ulong', 'void *', 'ulong'] },
  destroyObject: { place: 22, takes: ['ulong', 'ulong'] },
  getAttributeValue: { place: 24, takes: ['ulong', 'ulong', 'void *', 'ulong'] },
  findObjectsInit: { place: 26, takes: ['ulong', 'void *', 'ulong'] },
  findObjects: { place: 27, takes: ['ulong', 'void *', 'ulong', 'void *'] },
  findObjectsFinal: { place: 28, takes: ['ulong'] },
  encryptInit: { place: 29, takes: ['ulong', 'void *', 'ulong'] },
  encrypt: { place: 30, takes: ['ulong', 'void *', 'ulong', 'void *', 'void *'] },
  decryptInit: { place: 33, takes: ['ulong', 'void *', 'ulong'] },
  decrypt: { place: 34, takes: ['ulong', 'void *', 'ulong', 'void *', 'void *'] },
  generateKey: { place: 58, takes: ['ulong', 'void *', 'void *', 'ulong', 'void *'] },
} as const;
type CallName = keyof typeof calls;

/** Answers that are as good as 0. */
const alreadyInitialized = 0x191;
const alreadyLoggedIn = 0x100;
/** Flags of C_Initialize (the system's own locks), C_OpenSession and C_Login. */
const osLocking = 2;
const readWriteSerial = 6;
const normalUser = 1;

const aesKeyGen = 0x1080;
const aesGcm = 0x1087;
const secretKey = 4;
const aes = 0x1f;
const attribute = {
  class: 0x000,
  token: 0x001,
  private: 0x002,
  label: 0x003,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  valueLength: 0x161,
  extractable: 0x162,
} as const;

/** CK_ULONG and pointers of the machines this runs on: 64 bits, little-endian. */
const wordBytes = 8;
const labelBytes = 32;
const tagBytes = 16;
const slotsMax = 64;
const keysMax = 256;
const idBytesMax = 256;

type Koffi = typeof koffiModule;

const modules = new Map<string, LibraryHandle>();

type Attribute = readonly [type: number, value: Uint8Array];

/** A token with a session that is logged in. A key is known by its id; a label tells whose it is. */
export class Token {
  readonly #koffi: Koffi;
  readonly #list: bigint;
  readonly #session: bigint;
  readonly #protos: Partial<Record<CallName, TypeObject>> = {};
  /** What the last call points to: kept from the collector while it is used. */
  readonly #held: unknown[] = [];

  /** Throws Failure `token-away`; `pin` is kept nowhere. */
  static async open(modulePath: string, tokenLabel: string, pin: string): Promise<Token> {
    const { default: koffi } = await import('koffi');
    try {
      return new Token(koffi, modulePath, tokenLabel, pin);
    } catch (thrown) {
      throw thrown instanceof Failure
        ? thrown
        : away(`the module ${modulePath} can't be used (${messageOf(thrown)})`);
    }
  }

  private constructor(koffi: Koffi, modulePath: string, tokenLabel: string, pin: string) {
    this.#koffi = koffi;
    const list = Buffer.alloc(wordBytes);
    // Kept for the life of the process: a module that is collected is unloaded under its own calls.
    const module = modules.get(modulePath) ?? koffi.load(modulePath);
    modules.set(modulePath, module);
    assert(module.func('ulong C_GetFunctionList(void *list)')(list) === 0, 'a module has a list');
    this.#list = list.readBigUInt64LE();
    const options = words(0, 0, 0, 0, osLocking, 0);
    this.#call('initialize', [options], alreadyInitialized);
    this.#session = this.#openSession(this.#slotOf(tokenLabel));
    const bytes = Buffer.from(pin, 'utf8');
    this.#call('login', [this.#session, normalUser, bytes, bytes.length], alreadyLoggedIn);
    bytes.fill(0);
  }

  /** Makes an AES-256 key that can't leave the token. */
  generateKey(label: string, id: Uint8Array): void {
    const [yes, no] = [Buffer.of(1), Buffer.of(0)];
    const template = this.#template([
      [attribute.class, words(secretKey)],
      [attribute.keyType, words(aes)],
      [attribute.valueLength, words(32)],
      [attribute.token, yes],
      [attribute.private, yes],
      [attribute.sensitive, yes],
      [attribute.extractable, no],
      [attribute.encrypt, yes],
      [attribute.decrypt, yes],
      [attribute.label, Buffer.from(label)],
      [attribute.id, id],
    ]);
    const mechanism = words(aesKeyGen, 0, 0);
    this.#call('generateKey', [this.#session, mechanism, template, 11, words(0)]);
  }

  /** Ids of the keys under a label. */
  keyIds(label: string): readonly Uint8Array[] {
    return this.#find([[attribute.label, Buffer.from(label)]]).map((key) => {
      const id = Buffer.alloc(idBytesMax);
      const template = this.#template([[attribute.id, id]]);
      this.#call('getAttributeValue', [this.#session, key, template, 1]);
      return new Uint8Array(id.subarray(0, Number(template.readBigUInt64LE(2 * wordBytes))));
    });
  }

  /** Destroys a key in the token; nothing when there is none. */
  destroyKey(id: Uint8Array): void {
    for (const key of this.#keysOf(id)) {
      this.#call('destroyObject', [this.#session, key]);
    }
  }

  encrypt(id: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array {
    const [key] = this.#keysOf(id);
    assert(key !== undefined, 'a root is sealed under a key that was just made');
    this.#call('encryptInit', [this.#session, this.#gcm(nonce), key]);
    const out = Buffer.alloc(plain.length + tagBytes);
    const length = words(out.length);
    const given = Buffer.from(plain);
    this.#call('encrypt', [this.#session, given, given.length, out, length]);
    return new Uint8Array(out.subarray(0, Number(length.readBigUInt64LE())));
  }

  /** Null when the key isn't there, or when these bytes aren't its own. */
  decrypt(id: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | null {
    const [key] = this.#keysOf(id);
    if (key === undefined) {
      return null;
    }
    this.#call('decryptInit', [this.#session, this.#gcm(nonce), key]);
    const out = Buffer.alloc(sealed.length);
    const length = words(out.length);
    const given = Buffer.from(sealed);
    const answer = this.#answer('decrypt', [this.#session, given, given.length, out, length]);
    return answer === 0 ? new Uint8Array(out.subarray(0, Number(length.readBigUInt64LE()))) : null;
  }

  #slotOf(tokenLabel: string): bigint {
    const slots = Buffer.alloc(slotsMax * wordBytes);
    const count = words(slotsMax);
    this.#call('getSlotList', [1, slots, count]);
    for (const slot of wordsIn(slots, count)) {
      const info = Buffer.alloc(512);
      this.#call('getTokenInfo', [slot, info]);
      if (info.toString('utf8', 0, labelBytes).trimEnd() === tokenLabel) {
        return slot;
      }
    }
    throw away(`no token is called ${tokenLabel}`);
  }

  #openSession(slot: bigint): bigint {
    const session = words(0);
    this.#call('openSession', [slot, readWriteSerial, null, null, session]);
    return session.readBigUInt64LE();
  }

  #keysOf(id: Uint8Array): readonly bigint[] {
    return this.#find([[attribute.id, id]]);
  }

  #find(wanted: readonly Attribute[]): readonly bigint[] {
    const all: readonly Attribute[] = [[attribute.class, words(secretKey)], ...wanted];
    this.#call('findObjectsInit', [this.#session, this.#template(all), all.length]);
    const found = Buffer.alloc(keysMax * wordBytes);
    const count = words(0);
    this.#call('findObjects', [this.#session, found, keysMax, count]);
    this.#call('findObjectsFinal', [this.#session]);
    return wordsIn(found, count);
  }

  /** CK_ATTRIBUTE: type, pointer, length. */
  #template(all: readonly Attribute[]): Buffer {
    const values = all.map(([type, value]) => ({
      type,
      bytes: Buffer.from(value.buffer, value.byteOffset, value.length),
    }));
    this.#held.push(values);
    return words(
      ...values.flatMap(({ type, bytes }) => [type, this.#koffi.address(bytes), bytes.length]),
    );
  }

  /** CK_MECHANISM of AES-GCM with CK_GCM_PARAMS: nonce, its bits, no further data, bits of the tag. */
  #gcm(nonce: Uint8Array): Buffer {
    const iv = Buffer.from(nonce);
    const parameters = words(this.#koffi.address(iv), iv.length, iv.length * 8, 0, 0, tagBytes * 8);
    this.#held.push(iv, parameters);
    return words(aesGcm, this.#koffi.address(parameters), parameters.length);
  }

  #call(name: CallName, args: readonly unknown[], alsoGood = 0): void {
    const answer = this.#answer(name, args);
    if (answer !== 0 && answer !== alsoGood) {
      throw away(`the token answers 0x${answer.toString(16)} to ${name}`);
    }
  }

  #answer(name: CallName, args: readonly unknown[]): number {
    const { place, takes } = calls[name];
    const at = this.#koffi.decode(this.#list, wordBytes * (1 + place), 'void *') as bigint;
    this.#protos[name] ??= this.#koffi.proto('ulong', [...takes]);
    const answer = Number(this.#koffi.call(at, this.#protos[name], ...args));
    this.#held.length = 0;
    return answer;
  }
}

function words(...values: readonly (number | bigint)[]): Buffer {
  const bytes = Buffer.alloc(values.length * wordBytes);
  for (const [place, value] of values.entries()) {
    bytes.writeBigUInt64LE(BigInt(value), place * wordBytes);
  }
  return bytes;
}

function wordsIn(bytes: Buffer, count: Buffer): readonly bigint[] {
  return Array.from({ length: Number(count.readBigUInt64LE()) }, (_, place) =>
    bytes.readBigUInt64LE(place * wordBytes),
  );
}

function away(what: string): Failure {
  return new Failure(
    'token-away',
    `${what}: look at the token, its module and its PIN; without it the key ring stays closed`,
  );
}
