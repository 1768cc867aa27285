/**
 * The centre's server, put together: HTTP, live and playback gateway, recorder link, on one port. It
 * holds no fact of its own; every act goes through the office, and a picture leaves only under a
 * decision of the office (SEC, LIV). The composition root gives it an office and takes it down.
 */

import type { RequestListener, Server } from 'node:http';
import type { GopRecoder } from '@beffroi/mask-engine';
import type { Chance, Clock, Facts, Office, RecordingReader } from '@beffroi/office';
import { createHttp, type HttpParts } from './http/server.ts';
import { browserCookie } from './identity/browser-cookie.ts';
import { Provider } from './identity/provider.ts';
import { ProviderDesk } from './identity/provider-desk.ts';
import type { RecorderBoard } from './link/recorder-board.ts';
import { RecorderLinks } from './link/recorder-links.ts';
import { type LiveFigures, LiveGateway } from './live/live-gateway.ts';
import { DatabaseLook } from './observe/database-look.ts';
import type { Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import type { RegisterDesk } from './register/register-desk.ts';
import { AttemptLimit } from './security/attempt-limit.ts';
import { PasskeyDesk } from './security/passkey-desk.ts';
import { sameSite } from './security/same-site.ts';
import { sessionCookie } from './security/session-cookie.ts';
import { addAuthorityPage } from './serving/authority-page.ts';
import { type Certificate, openCertificate } from './serving/certificate.ts';
import { CertificateWatch } from './serving/certificate-watch.ts';
import { addConsole } from './serving/console-files.ts';
import { linkDoor, liveDoor } from './serving/doors.ts';
import {
  type Listening,
  listen,
  makeServer,
  plainServer,
  renewCertificate,
} from './serving/listen.ts';
import { serveSockets } from './serving/sockets.ts';
import { type CsuSettings, loopbackNames } from './settings.ts';

const attemptsPerMinute = 20;
/** The demonstration's door asks for no proof to be guessed, but each opening is an entry. */
const demonstrationsPerMinute = 120;
const closingMsMax = 2000;

export interface CsuParts {
  readonly office: Office;
  /** Asked whether it answers, and nothing else. */
  readonly facts: Pick<Facts, 'read'>;
  /** The live states that the office was given: `createRecorderBoard`. */
  readonly board: RecorderBoard;
  readonly recordingReader: RecordingReader;
  /** Null leaves out keys and receipts. */
  readonly register: RegisterDesk | null;
  /** Makes copies to show of what a browser can't decode. */
  readonly gopRecoder: GopRecoder;
  readonly settings: CsuSettings;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Directory of the built console (`apps/console/dist`). */
  readonly consoleDirectory: string;
  readonly version: string;
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
    recoder: parts.gopRecoder,
    liveStates: board,
    source: links,
    clock,
    log,
  });
  let answer: RequestListener = () => undefined;
  const httpServer = makeServer(certificate, (request, response) => answer(request, response));
  const http = httpParts(parts, { isSecure, links, gateway }, (listener) => {
    answer = listener;
    return httpServer;
  });
  const app = await createHttp(http);
  if (certificate?.authority) {
    addAuthorityPage(app, certificate.authority, settings.townName);
  }
  await addConsole(app, parts.consoleDirectory);
  const { cookie, sameSite: site } = http;
  const doors = { '/api/live': liveDoor(office, gateway, cookie, site), '/link': linkDoor(links) };
  serveSockets(httpServer, doors, log);
  const stopListening = office.onChange(({ what, rights }) => {
    gateway.changed(what, rights);
    links.configure();
    http.provider?.keepOnly(office.sessions.isOpen);
  });
  const plain = plainServer(settings, certificate, site, httpServer);
  const watch = certificate && watchOf(parts, certificate, httpServer);
  return {
    get figures() {
      return gateway.figures;
    },
    listen: async () => {
      await app.ready();
      const listening = await listen(settings, certificate, httpServer, plain);
      log.info({ port: listening.port, tls: isSecure }, 'listening');
      await watch?.look();
      links.configure();
      // Never waited for: a provider that is away keeps nobody from working (SEC-63).
      void http.provider?.look();
      return listening;
    },
    close: async () => {
      stopListening();
      watch?.close();
      http.provider?.close();
      gateway.close();
      links.close();
      board.close();
      plain?.close();
      await closeHttp(httpServer, () => app.close(), clock);
    },
  };
}

/** Fastify closes a server that it opened itself; this one is ours. Answers under way have 2 s. */
async function closeHttp(server: Server, closeApp: () => Promise<unknown>, clock: Clock) {
  server.close();
  const cancel = clock.after(closingMsMax, () => server.closeAllConnections());
  await closeApp();
  server.closeAllConnections();
  cancel();
}

function watchOf(
  { office, settings, clock, chance, log }: CsuParts,
  served: Certificate,
  server: Server,
): CertificateWatch {
  return new CertificateWatch({
    served,
    open: () => openCertificate(settings, clock, chance),
    use: (certificate) => renewCertificate(server, certificate),
    alarms: office.recorders,
    clock,
    log,
  });
}

function httpParts(
  parts: CsuParts,
  made: {
    readonly isSecure: boolean;
    readonly links: RecorderLinks;
    readonly gateway: LiveGateway;
  },
  makeHttpServer: HttpParts['makeServer'],
): HttpParts {
  const { office, board, clock, chance, log, settings } = parts;
  const { isSecure, links, gateway } = made;
  const provider = settings.provider && new Provider({ settings: settings.provider, clock, log });
  return {
    office,
    links,
    board,
    passkeys: new PasskeyDesk({ clock, chance, townName: settings.townName }),
    provider: provider && new ProviderDesk({ provider, clock, chance, log }),
    browserCookie: browserCookie(isSecure),
    attempts: new AttemptLimit(clock, attemptsPerMinute),
    demonstrations: new AttemptLimit(clock, demonstrationsPerMinute),
    cookie: sessionCookie(isSecure),
    isSecure,
    townName: settings.townName,
    mapFile: settings.mapFile,
    register: parts.register,
    database: new DatabaseLook(parts.facts, clock),
    sameSite: sameSite([...settings.hostNames, ...loopbackNames], isSecure),
    metrics: createMetrics(
      () => gateway.figures,
      () => links.connectedCount,
    ),
    metricsToken: settings.metricsToken,
    version: parts.version,
    log,
    makeServer: makeHttpServer,
  };
}
