/**
 * The ports of the centre: the one that everybody uses, with TLS or not, and the plain one that helps
 * to install the centre's own authority.
 */

import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Failure, messageOf } from '@beffroi/kernel';
import type { SameSite } from '../security/same-site.ts';
import { type CsuSettings, isLoopback } from '../settings.ts';
import { answerPlain, authorityPagePath } from './authority-page.ts';
import type { Certificate } from './certificate.ts';

export interface Listening {
  /** Where people go, `https://csu.ville.fr:8443/`. */
  readonly url: string;
  readonly port: number;
  /** The plain page that helps to install the authority, null when there is none. */
  readonly authorityUrl: string | null;
  readonly authorityFingerprint: string | null;
  /** Where a recorder on this machine dials. */
  readonly linkUrl: string;
  /**
   * PEM file that a recorder on this machine trusts when it dials, and nothing else: our authority,
   * or the town's own certificate. Null on plain loopback.
   */
  readonly trustedFile: string | null;
}

/** An https server with a certificate, an http server without. */
export function makeServer(certificate: Certificate | null, listener: RequestListener): Server {
  if (certificate === null) {
    return createServer(listener);
  }
  const { certificatePem, keyPem } = certificate;
  // An https server has every member of the http server that Fastify and we use.
  return createSecureServer(
    { cert: certificatePem, key: keyPem, minVersion: 'TLSv1.2' },
    listener,
  ) as unknown as Server;
}

/** Hands a new certificate to a server that was made with one; open connections keep the old. */
export function renewCertificate(server: Server, { certificatePem, keyPem }: Certificate): void {
  (server as unknown as SecureServer).setSecureContext({
    cert: certificatePem,
    key: keyPem,
    minVersion: 'TLSv1.2',
  });
}

/** The plain port, null when there is none to open. */
export function plainServer(
  settings: CsuSettings,
  certificate: Certificate | null,
  site: SameSite,
  secure: Server,
): Server | null {
  if (certificate === null || settings.plainPort === null) {
    return null;
  }
  return createServer((request, response) =>
    answerPlain(request, response, certificate.authority, {
      townName: settings.townName,
      securePort: (secure.address() as AddressInfo | null)?.port ?? settings.port,
      isKnown: (name) => site.isOurHost({ host: name }),
    }),
  );
}

/** Opens both ports; throws Failure `port-taken`. */
export async function listen(
  settings: CsuSettings,
  certificate: Certificate | null,
  server: Server,
  plain: Server | null,
): Promise<Listening> {
  const { bind, port, hostNames, plainPort } = settings;
  const taken = await listenOn(server, bind, port);
  const shown = hostNames[0] ?? (isLoopback(bind) ? 'localhost' : bind);
  // The town's own certificate names the town's host alone; ours names this machine too.
  const isOurs = certificate === null || certificate.authority !== null;
  const local = isOurs ? 'localhost' : shown;
  let authorityUrl: string | null = null;
  if (plain !== null) {
    const plainTaken = await listenOn(plain, bind, plainPort ?? 0);
    authorityUrl =
      certificate?.authority == null ? null : `http://${shown}:${plainTaken}${authorityPagePath}`;
  }
  return {
    url: `${certificate === null ? 'http' : 'https'}://${shown}:${taken}/`,
    port: taken,
    authorityUrl,
    authorityFingerprint: certificate?.authority?.fingerprint ?? null,
    linkUrl: certificate === null ? `ws://${local}:${taken}/link` : `wss://${local}:${taken}/link`,
    trustedFile: certificate?.trustedFile ?? null,
  };
}

async function listenOn(server: Server, bind: string, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, bind, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (thrown) {
    throw new Failure(
      'port-taken',
      `The centre can't listen on ${bind}:${port} (${messageOf(thrown)}). Choose another port with --port.`,
      { cause: thrown },
    );
  }
  return (server.address() as AddressInfo).port;
}
