/** Process: serves one clip on any path until its standard input ends; prints `{"port": n}`. */

import { startRtspServer } from '@beffroi/camera-rtsp';
import { readClip, servedClip } from './served-clip.ts';

const [path = '', fps = '25'] = process.argv.slice(2);
const stream = servedClip(readClip(path), Number(fps));
const server = await startRtspServer({
  host: '127.0.0.1',
  port: 0,
  credentials: null,
  streams: () => stream,
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
