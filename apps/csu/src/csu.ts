/**
 * The centre's server, put together: HTTP, live and playback gateway, recorder link, on one port. It
 * holds no fact of its own; every act goes through the office, and a picture leaves only under a
 * decision of the office (SEC, LIV). The composition root gives it an office and takes it down.
 */

import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Chance, Clock, Office, RecordingReader } from '@beffroi/office';
import { createHttp, type HttpParts } from './http/server.ts';
import type { RecorderBoard } from './link/recorder-board.ts';
import { RecorderLinks } from './link/recorder-links.ts';
import { type LiveFigures, LiveGateway } from './live/live-gateway.ts';
import type { Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { AttemptLimit } from './security/attempt-limit.ts';
import { PasskeyDesk } from './security/passkey-desk.ts';
import { type SameSite, sameSite } from './security/same-site.ts';
import { type SessionCookie, sessionCookie } from './security/session-cookie.ts';
import {
  answerPlain,
  authorityFilePath,
  authorityPage,
  authorityPagePath,
} from './serving/authority-page.ts';
import { type Certificate, openCertificate } from './serving/certificate.ts';
import { addConsole } from './serving/console-files.ts';
import { type SocketDoor, serveSockets } from './serving/sockets.ts';
import { type CsuSettings, isLoopback, loopbackNames } from './settings.ts';

const attemptsPerMinute = 20;
const closingMsMax = 2000;

export interface CsuParts {
  readonly office: Office;
  /** The live states that the office was given: `createRecorderBoard`. */
  readonly board: RecorderBoard;
  readonly recordingReader: RecordingReader;
  readonly settings: CsuSettings;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Directory of the built console (`apps/console/dist`). */
  readonly consoleDirectory: string;
  readonly version: string;
}

export interface Listening {
  /** Where people go, `https://csu.ville.fr:8443/`. */
  readonly url: string;
  readonly port: number;
  /** The plain page that helps to install the authority, null when there is none. */
  readonly authorityUrl: string | null;
  readonly authorityFingerprint: string | null;
  /** Where a recorder on this machine dials. */
  readonly linkUrl: string;
  /** PEM file to trust when dialling (`NODE_EXTRA_CA_CERTS`), null when none is needed. */
  readonly authorityFile: string | null;
}

export interface Csu {
  /** Throws Failure `port-taken`. */
  listen(): Promise<Listening>;
  readonly figures: LiveFigures;
  close(): Promise<void>;
}

/** Throws Failure `insecure-bind`, `tls-unusable`, `map-unreadable`. */
export async function createCsu(parts: CsuParts): Promise<Csu> {
  const { office, board, clock, chance, log, settings } = parts;
  const certificate = await openCertificate(settings, clock, chance);
  const isSecure = certificate !== null;
  const links = new RecorderLinks({
    office,
    board,
    clock,
    chance,
    log,
    changed: (what) => gateway.changed(what, false),
  });
  const gateway: LiveGateway = new LiveGateway({
    office,
    reader: parts.recordingReader,
    liveStates: board,
    source: links,
    clock,
    log,
  });
  const cookie = sessionCookie(isSecure);
  const site = sameSite(knownHosts(settings), isSecure);
  const server = certificate === null ? undefined : certificate;
  let answer: RequestListener = () => undefined;
  const httpServer = makeServer(server, (request, response) => answer(request, response));
  const http: HttpParts = {
    office,
    links,
    board,
    passkeys: new PasskeyDesk({ clock, chance, townName: settings.townName }),
    attempts: new AttemptLimit(clock, attemptsPerMinute),
    cookie,
    isSecure,
    townName: settings.townName,
    mapFile: settings.mapFile,
    sameSite: site,
    metrics: createMetrics(
      () => gateway.figures,
      () => links.connectedCount,
    ),
    metricsToken: settings.metricsToken,
    version: parts.version,
    log,
    makeServer(listener) {
      answer = listener;
      return httpServer;
    },
  };
  const app = await createHttp(http);
  addAuthorityPage(app, certificate, settings.townName);
  await addConsole(app, parts.consoleDirectory);
  serveSockets(
    httpServer,
    { '/api/live': liveDoor(parts, gateway, cookie, site), '/link': linkDoor(links) },
    log,
  );
  const stopListening = office.onChange(({ what, rights }) => {
    gateway.changed(what, rights);
    links.configure();
  });
  const plain = plainServer(parts, certificate, site, httpServer);
  return {
    get figures() {
      return gateway.figures;
    },
    listen: async () => {
      await app.ready();
      return await listen(parts, certificate, httpServer, plain);
    },
    close: async () => {
      stopListening();
      gateway.close();
      links.close();
      board.close();
      plain?.close();
      const cancel = clock.after(closingMsMax, () => httpServer.closeAllConnections());
      await app.close();
      cancel();
    },
  };
}

function makeServer(certificate: Certificate | undefined, listener: RequestListener): Server {
  if (certificate === undefined) {
    return createServer(listener);
  }
  const { certificatePem, keyPem } = certificate;
  // An https server has every member of the http server that Fastify and we use.
  return createSecureServer(
    { cert: certificatePem, key: keyPem, minVersion: 'TLSv1.2' },
    listener,
  ) as unknown as Server;
}

/** Who may open the live socket: a page of ours, with a session. */
function liveDoor(
  parts: CsuParts,
  gateway: LiveGateway,
  cookie: SessionCookie,
  site: SameSite,
): SocketDoor {
  return {
    async open(request) {
      if (!site.isOurSocket(request.headers)) {
        return 403;
      }
      const token = cookie.read(request.headers.cookie);
      const actor = token === null ? null : await parts.office.sessions.actorOf(token);
      if (token === null || actor === null) {
        return 401;
      }
      return (socket, under) => gateway.accept(socket, under, { actor, token });
    },
  };
}

/** Recorders prove themselves inside the socket; a browser has no business here. */
function linkDoor(links: RecorderLinks): SocketDoor {
  return {
    open: async (request) =>
      request.headers.origin === undefined ? (socket) => links.accept(socket) : 403,
  };
}

function knownHosts(settings: CsuSettings): readonly string[] {
  return [...settings.hostNames, ...loopbackNames];
}

function addAuthorityPage(
  app: Awaited<ReturnType<typeof createHttp>>,
  certificate: Certificate | null,
  townName: string,
): void {
  const authority = certificate?.authority ?? null;
  if (authority === null) {
    return;
  }
  app.get(authorityPagePath, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(authorityPage(authority, townName)),
  );
  app.get(authorityFilePath, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/x-x509-ca-cert').send(authority.authorityPem),
  );
}

function plainServer(
  parts: CsuParts,
  certificate: Certificate | null,
  site: SameSite,
  secure: Server,
): Server | null {
  const { settings } = parts;
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

async function listen(
  parts: CsuParts,
  certificate: Certificate | null,
  server: Server,
  plain: Server | null,
): Promise<Listening> {
  const { bind, port, hostNames, plainPort } = parts.settings;
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
  parts.log.info({ port: taken, tls: certificate !== null }, 'listening');
  return {
    url: `${certificate === null ? 'http' : 'https'}://${shown}:${taken}/`,
    port: taken,
    authorityUrl,
    authorityFingerprint: certificate?.authority?.fingerprint ?? null,
    linkUrl: certificate === null ? `ws://${local}:${taken}/link` : `wss://${local}:${taken}/link`,
    authorityFile: certificate?.authority?.authorityFile ?? null,
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
      `The centre can't listen on ${bind}:${port} (${messageOf(thrown)}). Choose another port.`,
      { cause: thrown },
    );
  }
  return (server.address() as AddressInfo).port;
}
