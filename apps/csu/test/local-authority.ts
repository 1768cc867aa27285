/** A time-stamping authority on this machine: `openssl ts` behind RFC 3161's HTTP, for tests. */

import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface LocalAuthority {
  readonly url: string;
  readonly rootsFile: string;
  /** How often it was asked. */
  asked(): number;
  /** From now on it answers 503. */
  fall(): void;
  rise(): void;
  close(): Promise<void>;
}

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch (thrown) {
    if (thrown instanceof Error) {
      return false;
    }
    throw thrown;
  }
}

const configuration = `
[req]
distinguished_name=name
[name]
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign
[stamp]
extendedKeyUsage=critical,timeStamping
keyUsage=critical,digitalSignature
[tsa]
default_tsa=one
[one]
serial=serial
crypto_device=builtin
signer_cert=stamp.pem
signer_key=stamp.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256,sha512
accuracy=secs:1
ess_cert_id_alg=sha256
`;

export async function startLocalAuthority(folder: string): Promise<LocalAuthority> {
  await mkdir(folder, { recursive: true });
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });
  await writeFile(join(folder, 'authority.cnf'), configuration);
  await writeFile(join(folder, 'serial'), '01\n');
  const config = ['-config', 'authority.cnf'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const request = ['req', '-new', '-nodes', '-batch', ...key, ...config];
  const root = ['-x509', '-days', '2', '-extensions', 'root', '-subj', '/CN=Local root'];
  run(...request, ...root, '-keyout', 'root.key', '-out', 'root.pem');
  run(...request, '-subj', '/CN=Local TSA', '-keyout', 'stamp.key', '-out', 'stamp.csr');
  const signing = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '2'];
  const issued = ['-extfile', 'authority.cnf', '-extensions', 'stamp', '-out', 'stamp.pem'];
  run('x509', '-req', '-in', 'stamp.csr', ...signing, ...issued);
  let asked = 0;
  let isDown = false;
  const server = createServer((incoming, reply) => {
    asked += 1;
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const isQuestion = incoming.headers['content-type'] === 'application/timestamp-query';
      answer(isQuestion && !isDown ? Buffer.concat(parts) : null).then(
        (token) => reply.writeHead(token === null ? 503 : 200).end(token ?? ''),
        () => reply.writeHead(500).end(),
      );
    });
  });
  const answer = async (query: Buffer | null): Promise<Buffer | null> => {
    if (query === null) {
      return null;
    }
    await writeFile(join(folder, 'question.tsq'), query);
    run('ts', '-reply', ...config, '-queryfile', 'question.tsq', '-out', 'answer.tsr');
    return await readFile(join(folder, 'answer.tsr'));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    rootsFile: join(folder, 'root.pem'),
    asked: () => asked,
    fall: () => {
      isDown = true;
    },
    rise: () => {
      isDown = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
