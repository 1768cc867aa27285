/** The recorder's end of the link over TLS: whom it trusts, and that both sides prove themselves. */

import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeededChance, createSteeredClock } from '@beffroi/office/testing';
import { createLinkProof, type HandshakeMessage } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { RecorderLink } from '../src/link.ts';

const openssl = '/usr/bin/openssl';
const proof = createLinkProof((secret, text) =>
  createHmac('sha256', secret).update(text).digest('hex'),
);

describe.skipIf(!existsSync(openssl))('the link over TLS (needs openssl)', () => {
  let folder = '';
  let server: Server;
  let url = '';
  let centreSecret = 'shared';
  /** What the centre heard after it had proved itself. */
  let proved: (message: HandshakeMessage) => void = () => undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beffroi-link-'));
    for (const name of ['centre', 'stranger']) {
      const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
      execFileSync(openssl, ['req', '-x509', ...key, ...files, ...names, '-days', '2'], {
        stdio: 'ignore',
      });
    }
    const [cert, key] = await Promise.all(
      ['pem', 'key'].map((kind) => readFile(join(folder, `centre.${kind}`), 'utf8')),
    );
    server = createServer({ cert: cert ?? '', key: key ?? '' });
    new WebSocketServer({ server }).on('connection', (socket) => {
      const nonce = 'c'.repeat(64);
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as HandshakeMessage;
        if (message.type === 'hello') {
          const own = proof.of(centreSecret, 'centre', nonce, message.nonce);
          socket.send(JSON.stringify({ type: 'challenge', nonce, proof: own }));
        } else {
          proved(message);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `wss://localhost:${(server.address() as AddressInfo).port}/link`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  /** What a recorder that trusts this file comes to: `opened`, or the word of its log. */
  async function dial(trusted: string | null): Promise<string> {
    const heard = Promise.withResolvers<string>();
    const trustedFile = trusted === null ? null : join(folder, trusted);
    const link = new RecorderLink(
      { url, recorderId: 'rec_one', secret: 'shared', trustedFile },
      {
        opened: () => heard.resolve('opened'),
        closed: () => undefined,
        message: () => undefined,
        log: (event, detail) => heard.resolve(`${event}: ${String(detail['detail'])}`),
      },
      createSteeredClock(),
      createSeededChance(),
    );
    const came = await heard.promise;
    link.close();
    return came;
  }

  test('SEC-45 a centre with the trusted certificate is let in, and hears the proof', async () => {
    centreSecret = 'shared';
    const heard = new Promise<HandshakeMessage>((resolve) => {
      proved = resolve;
    });
    expect(await dial('centre.pem')).toBe('opened');
    expect((await heard).type).toBe('proof');
  });

  test.each([
    ['another certificate is trusted', 'stranger.pem', /^link-error: .*self-signed/],
    ['only public authorities are trusted', null, /^link-error: .*self-signed/],
    ['the trusted file is missing', 'none.pem', /^link-error: ENOENT/],
  ])('SEC-45 nothing is said to it when %s', async (_, trusted, words) => {
    proved = () => expect.unreachable('the centre heard something');
    expect(await dial(trusted)).toMatch(words);
  });

  test('SEC-45 TLS alone is not enough: a centre without the secret is left', async () => {
    centreSecret = 'guessed';
    proved = () => expect.unreachable('the centre heard a proof');
    expect(await dial('centre.pem')).toMatch(/^link-refused: the centre did not prove/);
  });
});
