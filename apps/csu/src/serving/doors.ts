/** Who may open a WebSocket of this centre, decided before its handshake is answered. */

import type { Office } from '@beffroi/office';
import type { RecorderLinks } from '../link/recorder-links.ts';
import type { LiveGateway } from '../live/live-gateway.ts';
import type { SameSite } from '../security/same-site.ts';
import type { SessionCookie } from '../security/session-cookie.ts';
import type { SocketDoor } from './sockets.ts';

/** Who may open the live socket: a page of ours, with a session. */
export function liveDoor(
  office: Office,
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
      const actor = token === null ? null : await office.sessions.actorOf(token);
      if (token === null || actor === null) {
        return 401;
      }
      return (socket, under) => gateway.accept(socket, under, { actor, token });
    },
  };
}

/** Recorders prove themselves inside the socket; a browser has no business here. */
export function linkDoor(links: RecorderLinks): SocketDoor {
  return {
    open: async (request) =>
      request.headers.origin === undefined
        ? (socket, { stream }) => links.accept(socket, stream)
        : 403,
  };
}
