/**
 * Time-stamps by somebody else's clock (RFC 3161): an authority signs the digest of a checkpoint and
 * the second at which it saw it. Whoever rewrote the register later would have to go back in time
 * (REG-11). Reads the answer as it came, checks it against the text, the signer's certificate and the
 * authorities that the reader trusts; whatever doesn't fit is refused in words.
 */

import {
  equalBytes,
  err,
  Failure,
  type Instant,
  instantFromMs,
  ok,
  type Result,
  utf8Bytes,
} from '@beffroi/kernel';
import { fromBase64 } from './base64.ts';
import {
  algorithmOf,
  type Certificate,
  type DigestName,
  digestOf,
  isInForce,
  leadsToRoot,
  readCertificate,
  timeOf,
  type VerifySignature,
} from './certificate.ts';
import { contentOf, type Der, derTag, objectIdOf, partsOf, readDer, sameDer } from './der.ts';
import type { Words } from './finding.ts';

export interface TimeStampTools {
  readonly digest: (name: DigestName, bytes: Uint8Array) => Promise<Uint8Array>;
  readonly verifySignature: VerifySignature;
}

export interface TimeStamp {
  readonly at: Instant;
}

export interface TimeStampRefusal {
  readonly rule: 'REG-11';
  readonly code: keyof typeof catalogue;
  readonly words: Words;
}

const catalogue = {
  unreadable: ['il n’est pas lisible', 'it can’t be read'],
  'not-granted': ['l’autorité l’avait refusé', 'the authority had refused it'],
  'other-text': ['il porte sur un autre texte', 'it is over another text'],
  'signature-wrong': ['sa signature est fausse', 'its signature is wrong'],
  'signer-unfit': [
    'son signataire n’a pas le droit d’horodater',
    'its signer isn’t entitled to time-stamp',
  ],
  'authority-unknown': [
    'son autorité n’est pas de celles que vous reconnaissez',
    'its authority isn’t among those that you trust',
  ],
} as const satisfies Record<string, readonly [fr: string, en: string]>;

const ids = {
  signedData: '1.2.840.113549.1.7.2',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

/** The time at which an authority saw a text, or why its answer doesn't say so. */
export async function verifyTimeStamp(
  answer: Uint8Array,
  text: string | Uint8Array,
  roots: readonly Uint8Array[],
  tools: TimeStampTools,
): Promise<Result<TimeStamp, TimeStampRefusal>> {
  try {
    const token = tokenOf(readDer(answer));
    if (token === undefined) {
      return refuse('not-granted');
    }
    const message = typeof text === 'string' ? utf8Bytes(text) : text;
    return await checkToken(readToken(token), message, roots.map(readCertificate), tools);
  } catch (thrown) {
    if (thrown instanceof Failure) {
      return refuse('unreadable');
    }
    throw thrown;
  }
}

/** The certificates of a PEM text, in their order. */
export function certificatesOfPem(text: string): readonly Uint8Array[] {
  const shape = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;
  return [...text.matchAll(shape)].flatMap(([, body = '']) => {
    const der = fromBase64(body.replace(/\s/g, ''));
    return der === undefined ? [] : [der];
  });
}

interface Token {
  /** The signed content: when, over what. */
  readonly info: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signerId: readonly Der[];
  readonly digest: DigestName | undefined;
  /** As they stand in the signature: a set, whatever tag they travel under. */
  readonly attributes: Uint8Array;
  readonly values: ReadonlyMap<string, Der | undefined>;
  readonly algorithm: ReturnType<typeof algorithmOf>;
  readonly signature: Uint8Array;
}

/** The token of an answer, or of a bare token; undefined when the authority refused. */
function tokenOf(whole: Der): Der | undefined {
  const [first, second] = partsOf(whole, derTag.sequence);
  if (first?.tag === derTag.objectId) {
    return whole;
  }
  const [status] = partsOf(first, derTag.sequence);
  const granted = contentOf(status, derTag.integer).at(-1) ?? 2;
  return granted > 1 ? undefined : second;
}

function readToken(der: Der): Token {
  const [type, wrapped] = partsOf(der, derTag.sequence);
  if (objectIdOf(type) !== ids.signedData) {
    throw new Failure('der-unreadable', 'the time-stamp is not signed data');
  }
  const fields = partsOf(partsOf(wrapped, derTag.context0)[0], derTag.sequence);
  const [contentType, content] = partsOf(fields[2], derTag.sequence);
  if (objectIdOf(contentType) !== ids.timeStampInfo) {
    throw new Failure('der-unreadable', 'the time-stamp holds something else');
  }
  const certificates = fields.find(({ tag }) => tag === derTag.context0);
  const [signer] = partsOf(fields.at(-1), derTag.set);
  const [, id, digest, attributes, algorithm, signature] = partsOf(signer, derTag.sequence);
  const signed = new Uint8Array(attributes?.whole ?? []);
  signed[0] = derTag.set;
  return {
    info: contentOf(partsOf(content, derTag.context0)[0], derTag.octetString),
    certificates:
      certificates === undefined
        ? []
        : partsOf(certificates, derTag.context0).map(({ whole }) => readCertificate(whole)),
    signerId: partsOf(id, derTag.sequence),
    digest: digestOf(digest),
    attributes: signed,
    values: new Map(
      partsOf(attributes, derTag.context0).map((one) => {
        const [name, values] = partsOf(one, derTag.sequence);
        return [objectIdOf(name), partsOf(values, derTag.set)[0]];
      }),
    ),
    algorithm: algorithmOf(algorithm),
    signature: contentOf(signature, derTag.octetString),
  };
}

async function checkToken(
  token: Token,
  message: Uint8Array,
  roots: readonly Certificate[],
  tools: TimeStampTools,
): Promise<Result<TimeStamp, TimeStampRefusal>> {
  const [, , imprint, , time] = partsOf(readDer(token.info), derTag.sequence);
  const [hashName, hashed] = partsOf(imprint, derTag.sequence);
  const name = digestOf(hashName);
  const digest =
    name === undefined || name === 'SHA-1' ? undefined : await tools.digest(name, message);
  if (digest === undefined || !equalBytes(digest, contentOf(hashed, derTag.octetString))) {
    return refuse('other-text');
  }
  const atMs = timeOf(time);
  const known = [...token.certificates, ...roots];
  const signer = known.find(
    ({ issuer, serial }) =>
      sameDer(issuer, token.signerId[0]) &&
      equalBytes(serial, contentOf(token.signerId[1], derTag.integer)),
  );
  if (signer === undefined || !(await isSignedBy(token, signer, tools))) {
    return refuse('signature-wrong');
  }
  const fit = signer.usages.length === 1 && signer.usages[0] === ids.timeStamping;
  if (!fit || !isInForce(signer, atMs) || !(await namesSigner(token, signer, tools))) {
    return refuse('signer-unfit');
  }
  return (await leadsToRoot(signer, known, roots, atMs, tools.verifySignature))
    ? ok({ at: instantFromMs(atMs) })
    : refuse('authority-unknown');
}

/** RFC 5652 section 5.4: the signature is over the attributes, and these name type and digest. */
async function isSignedBy(
  { info, digest, values, attributes, algorithm, signature }: Token,
  signer: Certificate,
  tools: TimeStampTools,
): Promise<boolean> {
  const type = values.get(ids.contentType);
  const said = values.get(ids.messageDigest);
  const used = algorithm?.digest ?? digest;
  if (algorithm === undefined || digest === undefined || used === undefined || used === 'SHA-1') {
    return false;
  }
  const content = await tools.digest(digest, info);
  return (
    objectIdOf(type) === ids.timeStampInfo &&
    equalBytes(content, contentOf(said, derTag.octetString)) &&
    (await tools.verifySignature({
      scheme: algorithm.scheme,
      digest: used,
      publicKey: signer.publicKey,
      message: attributes,
      signature,
    }))
  );
}

/** RFC 5816: the signed attributes name the certificate, so that no other can be slipped under. */
async function namesSigner(
  { values }: Token,
  signer: Certificate,
  tools: TimeStampTools,
): Promise<boolean> {
  const newer = values.get(ids.signingCertificateV2);
  const list = newer ?? values.get(ids.signingCertificate);
  const [first] = partsOf(partsOf(list, derTag.sequence)[0], derTag.sequence);
  const parts = partsOf(first, derTag.sequence);
  const named = parts.find(({ tag }) => tag === derTag.octetString);
  const hashName = parts[0]?.tag === derTag.sequence ? digestOf(parts[0]) : 'SHA-256';
  const name = newer === undefined ? 'SHA-1' : hashName;
  return (
    name !== undefined &&
    equalBytes(await tools.digest(name, signer.der), contentOf(named, derTag.octetString))
  );
}

function refuse(code: TimeStampRefusal['code']): Result<never, TimeStampRefusal> {
  const [fr, en] = catalogue[code];
  return err({ rule: 'REG-11', code, words: { fr, en } });
}
