/** One SNTP question (RFC 4330): how far this machine's clock is from a time server's. */

import { createSocket } from 'node:dgram';
import { Failure } from '@beffroi/kernel';

const ntpEpochMs = Date.UTC(1900, 0, 1);
const answerMsMax = 2000;

/** Milliseconds to add to our clock to agree with the server's. */
export function clockOffsetMs(server: string, port = 123): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const timer = setTimeout(
      () => finish(new Failure('ntp-late', 'no answer in 2 s')),
      answerMsMax,
    );
    const sentMs = Date.now();
    const question = Buffer.alloc(48);
    question[0] = 0x23;
    socket.on('error', (error) => finish(error));
    socket.on('message', (answer) => {
      if (answer.length < 48) {
        return;
      }
      const arrivedMs = Date.now();
      const receivedMs = timestampMs(answer, 32);
      const answeredMs = timestampMs(answer, 40);
      finish(null, (receivedMs - sentMs + (answeredMs - arrivedMs)) / 2);
    });
    socket.send(question, port, server, (error) => {
      if (error !== null) {
        finish(error);
      }
    });

    function finish(error: Error | null, offsetMs = 0): void {
      clearTimeout(timer);
      socket.close();
      if (error === null) {
        resolve(offsetMs);
      } else {
        reject(error);
      }
    }
  });
}

function timestampMs(packet: Buffer, offset: number): number {
  return (
    ntpEpochMs +
    packet.readUInt32BE(offset) * 1000 +
    (packet.readUInt32BE(offset + 4) / 2 ** 32) * 1000
  );
}
