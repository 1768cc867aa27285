/**
 * The page that helps to install the centre's own authority on a post, in French and English, and the
 * file itself. Plain HTML without script or style, because it is read before anything is trusted; the
 * fingerprint is there to be compared by eye with the one the server printed at its start.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { InternalAuthority } from './internal-authority.ts';

export const authorityPagePath = '/ca';
export const authorityFilePath = '/ca.crt';

/** HTML of `/ca`. */
export function authorityPage(authority: InternalAuthority, townName: string): string {
  const town = escapeHtml(townName);
  const file = `<a href="${authorityFilePath}" download="beffroi-ca.crt">beffroi-ca.crt</a>`;
  const print = `<code>${authority.fingerprint}</code>`;
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Beffroi, ${town} : certificat de ce centre</title></head>
<body>
<main>
<h1>Certificat de ce centre</h1>
<p>Ce poste doit faire confiance au centre de supervision de ${town} pour afficher les images.
Une seule fois par poste :</p>
<ol>
<li>Téléchargez ${file}.</li>
<li>Comparez l’empreinte SHA-256 avec celle que le serveur affiche à son démarrage :<br>${print}</li>
<li>Windows : ouvrez le fichier, « Installer un certificat », « Ordinateur local »,
« Autorités de certification racines de confiance ».</li>
<li>Debian, Ubuntu : copiez-le dans <code>/usr/local/share/ca-certificates/</code>, puis
<code>sudo update-ca-certificates</code> ; Chromium : paramètres, « Gérer les certificats », « Autorités ».</li>
<li>Firefox : paramètres, « Certificats », « Autorités », « Importer ».</li>
<li>Fermez et rouvrez le navigateur.</li>
</ol>
<section lang="en">
<h2>Certificate of this centre</h2>
<p>This machine must trust the supervision centre of ${town} to show its pictures. Once per machine:</p>
<ol>
<li>Download ${file}.</li>
<li>Compare its SHA-256 fingerprint with the one the server prints when it starts:<br>${print}</li>
<li>Windows: open the file, “Install Certificate”, “Local Machine”, “Trusted Root Certification Authorities”.</li>
<li>Debian, Ubuntu: copy it to <code>/usr/local/share/ca-certificates/</code>, then
<code>sudo update-ca-certificates</code>; Chromium: settings, “Manage certificates”, “Authorities”.</li>
<li>Firefox: settings, “Certificates”, “Authorities”, “Import”.</li>
<li>Close the browser and open it again.</li>
</ol>
</section>
</main>
</body>
</html>
`;
}

/** Answers on the plain port: the page, the file, and for anything else the way to https. */
export function answerPlain(
  request: IncomingMessage,
  response: ServerResponse,
  authority: InternalAuthority | null,
  parts: { readonly townName: string; readonly securePort: number; isKnown(name: string): boolean },
): void {
  response.setHeader('x-content-type-options', 'nosniff');
  if (authority !== null && request.url === authorityFilePath) {
    response.setHeader('content-type', 'application/x-x509-ca-cert');
    response.end(authority.authorityPem);
    return;
  }
  if (authority !== null && request.url === authorityPagePath) {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', "default-src 'none'");
    response.end(authorityPage(authority, parts.townName));
    return;
  }
  const name = /^(\[[0-9a-f:]+\]|[^:/@]+)/i.exec(request.headers.host ?? '')?.[1] ?? '';
  if (parts.isKnown(name)) {
    const port = parts.securePort === 443 ? '' : `:${parts.securePort}`;
    response.writeHead(308, { location: `https://${name}${port}/` });
    response.end();
    return;
  }
  response.writeHead(404);
  response.end();
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The same page and file on the secure port. */
export function addAuthorityPage(
  app: FastifyInstance,
  authority: InternalAuthority,
  townName: string,
): void {
  app.get(authorityPagePath, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(authorityPage(authority, townName)),
  );
  app.get(authorityFilePath, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/x-x509-ca-cert').send(authority.authorityPem),
  );
}
