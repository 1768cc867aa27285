/**
 * Process: N viewers of one camera over the live socket, each acknowledging what it gets, as the
 * console does. `viewer-crowd.ts URL COOKIES CAMERA COUNT`; prints its counters when asked.
 */

import { createInterface } from 'node:readline';
import { decodePictureHeader } from '@beffroi/wire';
import { WebSocket } from 'ws';

const [url = '', cookies = '', cameraId = '', count = '1'] = process.argv.slice(2);
const jars = cookies.split('|');
let pictures = 0;
let open = 0;
for (let viewer = 0; viewer < Number(count); viewer++) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws').replace(/\/$/, '')}/api/live`, {
    headers: { cookie: jars[viewer % jars.length] ?? '', origin: new URL(url).origin },
    perMessageDeflate: false,
  });
  let last = 0;
  socket.on('open', () => {
    open += 1;
    socket.send(JSON.stringify({ type: 'open', channel: 0, cameraId, stream: 'main' }));
  });
  socket.on('message', (data: Buffer, isBinary) => {
    const header = isBinary ? decodePictureHeader(data) : undefined;
    if (header !== undefined) {
      pictures += 1;
      last = header.sequence;
    }
  });
  setInterval(() => {
    if (socket.readyState === WebSocket.OPEN && last > 0) {
      socket.send(JSON.stringify({ type: 'ack', acks: [[0, last]] }));
    }
  }, 40);
  socket.on('error', (error) => process.stderr.write(`viewer: ${error.message}\n`));
}
createInterface({ input: process.stdin }).on('line', () => {
  process.stdout.write(`${JSON.stringify({ open, pictures })}\n`);
});
process.stdin.on('end', () => process.exit(0));
