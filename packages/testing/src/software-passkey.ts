/**
 * A passkey in software, for tests that speak HTTP: makes a key and signs what a page would ask of a
 * device (WebAuthn level 3), always with the person present and verified. It protects nothing.
 */

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const present = 0x01;
const verified = 0x04;
const attested = 0x40;

interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id?: string };
}

function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}

export class SoftwarePasskey {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);
  readonly #origin: string;
  #counter = 0;

  /** `origin`: the page that asks, `https://csu.ville.fr`. */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** What `navigator.credentials.create` answers. */
  created(options: Options): object {
    const clientData = this.#clientData('webauthn.create', options.challenge);
    const length = Buffer.from([0, this.#id.length]);
    const credential = [Buffer.alloc(16), length, this.#id, this.#publicKey()];
    const authData = Buffer.concat([this.#authData(options, attested), ...credential]);
    // CBOR (RFC 8949): a map of fmt, attStmt and authData.
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3, 0x63, ...Buffer.from('fmt'), 0x64, ...Buffer.from('none')]),
      Buffer.from([0x67, ...Buffer.from('attStmt'), 0xa0, 0x68, ...Buffer.from('authData')]),
      Buffer.from([0x58, authData.length]),
      authData,
    ]);
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get` answers: a signature over the challenge. */
  signed(options: Options): { readonly id: string; readonly response: object } {
    this.#counter += 1;
    const clientData = this.#clientData('webauthn.get', options.challenge);
    const authData = this.#authData(options, 0);
    const signature = sign(
      'sha256',
      Buffer.concat([authData, sha256(clientData)]),
      this.#keys.privateKey,
    );
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
    });
  }

  #answer(response: object): { readonly id: string; readonly response: object } {
    const id = this.#id.toString('base64url');
    return {
      ...{ id, rawId: id, type: 'public-key', response },
      ...{ clientExtensionResults: {}, authenticatorAttachment: 'platform' },
    };
  }

  #clientData(type: string, challenge: string): Buffer {
    const said = { type, challenge, origin: this.#origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(said));
  }

  #authData({ rpId, rp }: Options, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const host = rpId ?? rp?.id ?? '';
    return Buffer.concat([sha256(host), Buffer.from([present | verified | flags]), counter]);
  }

  /** COSE (RFC 9053): kty EC2, alg ES256, curve P-256, x, y. */
  #publicKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
      Buffer.from(x, 'base64url'),
      Buffer.from([0x22, 0x58, 0x20]),
      Buffer.from(y, 'base64url'),
    ]);
  }
}
