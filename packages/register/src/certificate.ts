/**
 * An X.509 certificate (RFC 5280) as far as a time-stamp needs it, and the chain from the signer to
 * an authority that the reader trusts. No revocation lists: a check made offline years later can't
 * ask; the qualified authority's own terms answer for it.
 */

import { type EpochMs, equalBytes, msFromInstant, parseInstant } from '@beffroi/kernel';
import { contentOf, type Der, derTag, objectIdOf, partsOf, readDer, sameDer } from './der.ts';
import { utf8Text } from './utf8-text.ts';

export type DigestName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

export interface SignatureWish {
  readonly scheme: 'ecdsa' | 'rsa-pkcs1';
  readonly digest: DigestName;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  /** ECDSA: DER sequence of two integers, as certificates write it. */
  readonly signature: Uint8Array;
}

/** Whether a signature holds; false too for a key that the platform can't read. Never throws. */
export type VerifySignature = (wish: SignatureWish) => Promise<boolean>;

export interface Certificate {
  readonly der: Uint8Array;
  readonly signed: Der;
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
  readonly serial: Uint8Array;
  readonly issuer: Der;
  readonly subject: Der;
  readonly publicKey: Uint8Array;
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
  readonly isAuthority: boolean;
  /** Object ids of the extended key usage. */
  readonly usages: readonly string[];
}

export interface SignatureAlgorithm {
  readonly scheme: SignatureWish['scheme'];
  /** null: the one named beside it (plain RSA). */
  readonly digest: DigestName | null;
}

const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', digest: 'SHA-256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', digest: 'SHA-384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', digest: 'SHA-512' },
  '1.2.840.113549.1.1.1': { scheme: 'rsa-pkcs1', digest: null },
  '1.2.840.113549.1.1.11': { scheme: 'rsa-pkcs1', digest: 'SHA-256' },
  '1.2.840.113549.1.1.12': { scheme: 'rsa-pkcs1', digest: 'SHA-384' },
  '1.2.840.113549.1.1.13': { scheme: 'rsa-pkcs1', digest: 'SHA-512' },
};

const digests: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

const basicConstraints = '2.5.29.19';
const extendedKeyUsage = '2.5.29.37';
const stepsMax = 6;

/** The signature algorithm of an AlgorithmIdentifier, or undefined when it is none of these. */
export function algorithmOf(der: Der | undefined): SignatureAlgorithm | undefined {
  return algorithms[objectIdOf(partsOf(der, derTag.sequence)[0])];
}

export function digestOf(der: Der | undefined): DigestName | undefined {
  return digests[objectIdOf(partsOf(der, derTag.sequence)[0])];
}

export function readCertificate(der: Uint8Array): Certificate {
  const [signed, algorithm, signature] = partsOf(readDer(der), derTag.sequence);
  const fields = partsOf(signed, derTag.sequence);
  const [serial, , issuer, validity, subject, key, ...rest] = fields.slice(
    fields[0]?.tag === derTag.context0 ? 1 : 0,
  );
  const [from, until] = partsOf(validity, derTag.sequence);
  const extensions = extensionsOf(rest.find(({ tag }) => tag === derTag.context3));
  const usages = extensions.get(extendedKeyUsage);
  const constraints = extensions.get(basicConstraints);
  const [authority] =
    constraints === undefined ? [] : partsOf(readDer(constraints), derTag.sequence);
  return {
    der,
    signed: demand(signed),
    algorithm: algorithmOf(algorithm),
    // The first byte of a bit string counts unused bits: a signature has none.
    signature: contentOf(signature, derTag.bitString).subarray(1),
    serial: contentOf(serial, derTag.integer),
    issuer: demand(issuer),
    subject: demand(subject),
    publicKey: demand(key).whole,
    fromMs: timeOf(from),
    untilMs: timeOf(until),
    isAuthority: authority?.tag === 0x01 && authority.content[0] === 0xff,
    usages: usages === undefined ? [] : partsOf(readDer(usages), derTag.sequence).map(objectIdOf),
  };
}

/** Whether a certificate leads to a trusted one through authorities in force at that moment. */
export async function leadsToRoot(
  signer: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
  atMs: EpochMs,
  verify: VerifySignature,
): Promise<boolean> {
  let current = signer;
  for (let step = 0; step < stepsMax; step++) {
    if (roots.some(({ der }) => equalBytes(der, current.der))) {
      return true;
    }
    let issuer: Certificate | undefined;
    for (const one of [...roots, ...others]) {
      const fits = one.isAuthority && sameDer(one.subject, current.issuer) && isInForce(one, atMs);
      if (issuer === undefined && fits && (await isSignedBy(current, one, verify))) {
        issuer = one;
      }
    }
    if (issuer === undefined) {
      return false;
    }
    current = issuer;
  }
  return false;
}

export function isInForce({ fromMs, untilMs }: Certificate, atMs: EpochMs): boolean {
  return fromMs <= atMs && atMs <= untilMs;
}

/** Milliseconds of a UTCTime or a GeneralizedTime (RFC 5280 section 4.1.2.5), NaN when it is none. */
export function timeOf(der: Der | undefined): EpochMs {
  const short = der?.tag === derTag.utcTime;
  const text = utf8Text(contentOf(der, short ? derTag.utcTime : derTag.generalizedTime)) ?? '';
  const century = short ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') : '';
  const shape = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/;
  const [, year, month, day, hour, minute, second, part = ''] = shape.exec(century + text) ?? [];
  const instant = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}${part}Z`);
  return instant === undefined ? Number.NaN : msFromInstant(instant);
}

function isSignedBy(
  one: Certificate,
  issuer: Certificate,
  verify: VerifySignature,
): Promise<boolean> {
  const digest = one.algorithm?.digest;
  return one.algorithm === undefined || digest === null || digest === undefined
    ? Promise.resolve(false)
    : verify({
        scheme: one.algorithm.scheme,
        digest,
        publicKey: issuer.publicKey,
        message: one.signed.whole,
        signature: one.signature,
      });
}

/** The value of each extension by its object id. */
function extensionsOf(der: Der | undefined): ReadonlyMap<string, Uint8Array> {
  const list = der === undefined ? [] : partsOf(partsOf(der, derTag.context3)[0], derTag.sequence);
  return new Map(
    list.map((one) => {
      const parts = partsOf(one, derTag.sequence);
      return [objectIdOf(parts[0]), contentOf(parts.at(-1), derTag.octetString)];
    }),
  );
}

function demand(der: Der | undefined): Der {
  return { ...readDer(der?.whole ?? new Uint8Array()) };
}
