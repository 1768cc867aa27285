/**
 * A small certificate authority of the centre's own, made at first start: browsers decode video only
 * on pages they trust, so a town without a certificate still needs one. Its key is made here, is
 * readable by its owner only and signs nothing but this server's leaf; no two installs share one.
 * The leaf lasts 397 days and is made anew a month before its end or when the names change.
 */

import { type webcrypto, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import 'reflect-metadata';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Chance, Clock } from '@beffroi/office';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as PeculiarCertificate,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const dayMs = 86_400_000;
const authorityDays = 3650;
/** Browsers accept no leaf that lasts longer than 398 days. */
const leafDays = 397;
const renewDays = 30;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface ServedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface InternalAuthority extends ServedCertificate {
  /** What a browser must be told to trust. */
  readonly authorityPem: string;
  /** The same as a file, for programs that dial this centre. */
  readonly authorityFile: string;
  /** SHA-256 of the authority's certificate, `AB:CD:...`, to compare by eye. */
  readonly fingerprint: string;
}

export interface AuthorityParts {
  readonly directory: string;
  readonly townName: string;
  readonly hostNames: readonly string[];
  readonly clock: Clock;
  readonly chance: Chance;
}

/** The authority and a leaf for these names; made where missing. Throws Failure `tls-unusable`. */
export async function openInternalAuthority(parts: AuthorityParts): Promise<InternalAuthority> {
  try {
    await mkdir(parts.directory, { recursive: true, mode: 0o700 });
    const authority = (await readPair(parts.directory, 'ca')) ?? (await makeAuthority(parts));
    const kept = await readPair(parts.directory, 'server');
    const leaf =
      kept !== null && isGood(kept, authority, parts) ? kept : await makeLeaf(authority, parts);
    return {
      ...leaf,
      authorityPem: authority.certificatePem,
      authorityFile: join(parts.directory, 'ca.pem'),
      fingerprint: new X509Certificate(authority.certificatePem).fingerprint256,
    };
  } catch (thrown) {
    throw new Failure(
      'tls-unusable',
      `The certificate of the centre in ${parts.directory} can't be used (${messageOf(thrown)}). ` +
        'Give the directory back to the user who runs the centre, or move it away to start anew.',
      { cause: thrown },
    );
  }
}

async function readPair(directory: string, name: string): Promise<ServedCertificate | null> {
  try {
    const certificatePem = await readFile(join(directory, `${name}.pem`), 'utf8');
    const keyFile = join(directory, `${name}.key`);
    await chmod(keyFile, 0o600);
    return { certificatePem, keyPem: await readFile(keyFile, 'utf8') };
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      return null;
    }
    throw thrown;
  }
}

async function writePair(directory: string, name: string, pair: ServedCertificate): Promise<void> {
  // The key first: a certificate without its key would be taken for a whole pair.
  await writeAside(join(directory, `${name}.key`), pair.keyPem, 0o600);
  await writeAside(join(directory, `${name}.pem`), pair.certificatePem, 0o644);
}

async function writeAside(path: string, text: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, text, { mode });
  await rename(`${path}.new`, path);
}

function isGood(
  leaf: ServedCertificate,
  authority: ServedCertificate,
  parts: AuthorityParts,
): boolean {
  const certificate = new X509Certificate(leaf.certificatePem);
  const endsMs = Date.parse(certificate.validTo);
  return (
    endsMs - parts.clock.nowMs() > renewDays * dayMs &&
    certificate.verify(new X509Certificate(authority.certificatePem).publicKey) &&
    parts.hostNames.every((name) =>
      isIP(name) === 0
        ? certificate.checkHost(name) !== undefined
        : certificate.checkIP(name) !== undefined,
    )
  );
}

async function makeAuthority(parts: AuthorityParts): Promise<ServedCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validity(parts.clock, authorityDays),
    serialNumber: serialNumber(parts.chance),
    name: [{ O: [parts.townName] }, { CN: [`Beffroi, ${parts.townName}`] }],
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pair = {
    certificatePem: certificate.toString('pem'),
    keyPem: await pemOf(keys.privateKey),
  };
  await writePair(parts.directory, 'ca', pair);
  return pair;
}

async function makeLeaf(
  authority: ServedCertificate,
  parts: AuthorityParts,
): Promise<ServedCertificate> {
  const issuer = new PeculiarCertificate(authority.certificatePem);
  const [keyBytes] = PemConverter.decode(authority.keyPem);
  if (keyBytes === undefined) {
    throw new Failure('tls-unusable', 'ca.key holds no key');
  }
  const signingKey = await crypto.subtle.importKey('pkcs8', keyBytes, algorithm, false, ['sign']);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    ...validity(parts.clock, leafDays),
    serialNumber: serialNumber(parts.chance),
    subject: [{ O: [parts.townName] }, { CN: [parts.hostNames[0] ?? 'localhost'] }],
    issuer: issuer.subjectName,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        parts.hostNames.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  const pair = {
    certificatePem: certificate.toString('pem'),
    keyPem: await pemOf(keys.privateKey),
  };
  await writePair(parts.directory, 'server', pair);
  return pair;
}

function validity(clock: Clock, days: number): { notBefore: Date; notAfter: Date } {
  // An hour back: the clock of a post may be a little behind.
  const fromMs = clock.nowMs() - 3_600_000;
  return { notBefore: new Date(fromMs), notAfter: new Date(fromMs + days * dayMs) };
}

function serialNumber(chance: Chance): string {
  const bytes = Buffer.from(chance.bytes(16));
  // Positive and of full length, as RFC 5280 section 4.1.2.2 wants.
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
