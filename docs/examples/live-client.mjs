/**
 * A whole client of the live socket (docs/wire.md): opens one camera, writes its pictures as Annex B to
 * standard output, acknowledges them, and wipes itself when cut. Needs Node 24 and nothing else:
 *
 *   node docs/examples/live-client.mjs http://localhost:8440 "beffroi=TOKEN" cam_... | ffplay -
 */

const [base, cookie, cameraId] = process.argv.slice(2);
const socket = new WebSocket(new URL('/api/live', base.replace(/^http/, 'ws')), {
  headers: { cookie, origin: new URL(base).origin },
});
socket.binaryType = 'arraybuffer';
const say = (message) => socket.send(JSON.stringify(message));

socket.onopen = () => say({ type: 'open', channel: 0, cameraId, stream: 'sub' });
socket.onclose = () => process.exit();
socket.onmessage = ({ data }) => {
  if (typeof data === 'string') {
    const message = JSON.parse(data);
    console.error(message);
    if (message.type === 'cut') {
      socket.close();
    }
    return;
  }
  const header = new DataView(data, 0, 40);
  const isLive = header.getUint8(0) === 1;
  if (isLive) {
    process.stdout.write(new Uint8Array(data, 40));
    say({ type: 'ack', acks: [[header.getUint16(2), header.getUint32(4)]] });
  }
};
