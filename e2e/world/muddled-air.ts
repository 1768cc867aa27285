/**
 * The air between a camera that speaks UDP only and the house: loses, doubles and swaps datagrams. RTSP
 * passes through it with the ports rewritten, so that both sides send to it and neither knows.
 */

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Chance } from './mutations.ts';

/** Of a thousand datagrams: the first 5 are lost, the next 10 come twice, the next 20 change places. */
const [lostBelow, doubledBelow, swappedBelow] = [5, 15, 35];

export class MuddledAir {
  readonly #server: Server;
  readonly #open = new Set<{ close(): void }>();
  /** Datagrams that were lost, doubled or swapped. */
  muddled = 0;

  static async lay(cameraPort: number, chance: Chance): Promise<MuddledAir> {
    const server = createServer();
    const air = new MuddledAir(server, cameraPort, chance);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return air;
  }

  private constructor(server: Server, cameraPort: number, chance: Chance) {
    this.#server = server;
    server.on('connection', (house) => {
      const camera = connect(cameraPort, '127.0.0.1');
      this.#join(house, camera, chance);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const open of this.#open) {
      open.close();
    }
    await once(this.#server, 'close');
  }

  #join(house: Socket, camera: Socket, chance: Chance): void {
    const lanes: Lane[] = [];
    const end = (): void => {
      if (!this.#open.delete(opened)) {
        return;
      }
      house.destroy();
      camera.destroy();
      for (const lane of lanes) {
        lane.close();
      }
    };
    const opened = { close: end };
    this.#open.add(opened);
    for (const socket of [house, camera]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    const ready = Promise.all([Lane.open(), Lane.open()]).then((both) => {
      if (!this.#open.has(opened)) {
        both.map((lane) => lane.close());
        return;
      }
      lanes.push(...both);
    });
    house.on('data', (bytes) => {
      void ready.then(() => camera.write(swapped(bytes, 'client_port', lanes, 'house')));
    });
    camera.on('data', (bytes) => {
      void ready.then(() => house.write(swapped(bytes, 'server_port', lanes, 'camera')));
    });
    void ready.then(() =>
      lanes[0]?.muddle(() => {
        const dice = chance(1000);
        this.muddled += dice < swappedBelow ? 1 : 0;
        return fateOf(dice);
      }),
    );
  }
}

function fateOf(dice: number): Fate {
  if (dice < lostBelow) {
    return 'lost';
  }
  return dice < doubledBelow ? 'doubled' : dice < swappedBelow ? 'swapped' : 'passed';
}

type Fate = 'lost' | 'doubled' | 'swapped' | 'passed';

/** One port of ours between one port of each side. */
class Lane {
  readonly #socket: UdpSocket;
  readonly ports = { house: 0, camera: 0 };
  #fate: () => Fate = () => 'passed';
  #held: Buffer | null = null;

  static async open(): Promise<Lane> {
    const socket = createSocket('udp4');
    socket.on('error', () => undefined);
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Lane(socket);
  }

  private constructor(socket: UdpSocket) {
    this.#socket = socket;
    socket.on('message', (datagram, { port }) => {
      if (port === this.ports.house) {
        socket.send(datagram, this.ports.camera, '127.0.0.1');
        return;
      }
      for (const out of this.#muddled(datagram)) {
        socket.send(out, this.ports.house, '127.0.0.1');
      }
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  muddle(fate: () => Fate): void {
    this.#fate = fate;
  }

  close(): void {
    this.#socket.removeAllListeners('message');
    this.#socket.close();
  }

  #muddled(datagram: Buffer): readonly Buffer[] {
    const held = this.#held;
    this.#held = null;
    const fate = this.#fate();
    if (fate === 'swapped' && held === null) {
      this.#held = datagram;
      return [];
    }
    const own = fate === 'lost' ? [] : fate === 'doubled' ? [datagram, datagram] : [datagram];
    return held === null ? own : [...own, held];
  }
}

/** The message with our ports instead of the side's own, which the lanes keep. */
function swapped(bytes: Buffer, word: string, lanes: readonly Lane[], side: 'house' | 'camera') {
  const text = bytes.toString('latin1');
  const pattern = new RegExp(`${word}=(\\d+)-(\\d+)`);
  const found = pattern.exec(text);
  const [rtp, rtcp] = lanes;
  if (found === null || rtp === undefined || rtcp === undefined) {
    return bytes;
  }
  rtp.ports[side] = Number(found[1]);
  rtcp.ports[side] = Number(found[2]);
  return Buffer.from(text.replace(pattern, `${word}=${rtp.port}-${rtcp.port}`), 'latin1');
}
