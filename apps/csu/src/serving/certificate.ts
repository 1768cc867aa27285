/**
 * Which certificate this centre is served with. Plain http is for loopback alone (SEC-40): anywhere
 * else a browser refuses to decode video, and a session cookie would be readable on the way.
 */

import { readFile } from 'node:fs/promises';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Chance, Clock } from '@beffroi/office';
import { type CsuSettings, isLoopback, loopbackNames } from '../settings.ts';
import {
  type InternalAuthority,
  openInternalAuthority,
  type ServedCertificate,
} from './internal-authority.ts';

export interface Certificate extends ServedCertificate {
  /** What pages may offer for installation; null with the town's own certificate. */
  readonly authority: InternalAuthority | null;
  /** What a recorder on this machine trusts: the authority, or the certificate itself. */
  readonly trustedFile: string;
}

/** Null for plain http. Throws Failure `insecure-bind`, `tls-unusable`. */
export async function openCertificate(
  settings: CsuSettings,
  clock: Clock,
  chance: Chance,
): Promise<Certificate | null> {
  const { tls, bind } = settings;
  switch (tls.kind) {
    case 'none':
      if (!isLoopback(bind)) {
        throw new Failure(
          'insecure-bind',
          `Plain http is served on loopback only, not on ${bind}. Give a certificate, or let the ` +
            'centre make its own authority.',
        );
      }
      return null;
    case 'files':
      return {
        ...(await readFiles(tls.certificateFile, tls.keyFile)),
        authority: null,
        trustedFile: tls.certificateFile,
      };
    case 'internal': {
      const authority = await openInternalAuthority({
        directory: tls.directory,
        townName: settings.townName,
        hostNames: certificateNames(settings.hostNames),
        clock,
        chance,
      });
      return { ...authority, authority, trustedFile: authority.authorityFile };
    }
  }
}

/** Names of the leaf: those that people use, and this machine's own. */
export function certificateNames(hostNames: readonly string[]): readonly string[] {
  const bare = [...hostNames, ...loopbackNames].map((name) => name.replace(/^\[|\]$/g, ''));
  return [...new Set(bare)];
}

async function readFiles(certificateFile: string, keyFile: string): Promise<ServedCertificate> {
  try {
    return {
      certificatePem: await readFile(certificateFile, 'utf8'),
      keyPem: await readFile(keyFile, 'utf8'),
    };
  } catch (thrown) {
    throw new Failure(
      'tls-unusable',
      `The certificate ${certificateFile} or its key can't be read (${messageOf(thrown)}).`,
      { cause: thrown },
    );
  }
}
