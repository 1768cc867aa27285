/**
 * The cable between a camera and the house: passes bytes on, and can be pulled (silence, no goodbye),
 * torn (the connection ends), or tampered with: each answer and each interleaved packet of the
 * camera goes through a hand that may change it, double it or drop it. One camera's cable touches
 * no other's.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface Hand {
  /** An RTSP answer, head and body, as it goes to the house. */
  answer?(text: string): string;
  /** One packet behind its 4-byte interleaved header; answers what goes on instead. */
  packet?(packet: Buffer): readonly Buffer[];
  /** A new connection begins. */
  connected?(): void;
}

const plain: Hand = {};
const interleaved = 0x24;
const headerEnd = Buffer.from('\r\n\r\n');

export class Cable {
  readonly #server: Server;
  readonly #cameraPort: number;
  readonly #hand: Hand;
  readonly #sockets = new Set<Socket>();
  #pulled = false;

  static async lay(cameraPort: number, hand: Hand = plain): Promise<Cable> {
    const server = createServer();
    const cable = new Cable(server, cameraPort, hand);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return cable;
  }

  private constructor(server: Server, cameraPort: number, hand: Hand) {
    this.#server = server;
    this.#cameraPort = cameraPort;
    this.#hand = hand;
    server.on('connection', (house) => this.#join(house));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Silence from now on; connections stand, new ones hang. */
  pull(): void {
    this.#pulled = true;
  }

  /** Plugged in again: what stood is gone, as after a power cut. */
  plug(): void {
    this.#pulled = false;
    this.tear();
  }

  /** Ends the connections that stand. */
  tear(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  /** Bytes on the house's socket that no camera said. */
  spill(bytes: Buffer): void {
    for (const socket of this.#sockets) {
      if (socket.localPort === this.port) {
        socket.write(bytes);
      }
    }
  }

  async close(): Promise<void> {
    this.#server.close();
    this.tear();
    await once(this.#server, 'close');
  }

  #join(house: Socket): void {
    const camera = connect(this.#cameraPort, '127.0.0.1');
    this.#hand.connected?.();
    const split = new Splitter();
    for (const [socket, other] of [
      [house, camera],
      [camera, house],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    house.on('data', (bytes) => {
      if (!this.#pulled) {
        camera.write(bytes);
      }
    });
    camera.on('data', (bytes) => {
      for (const piece of this.#pulled ? [] : split.push(bytes)) {
        for (const out of this.#handled(piece)) {
          house.write(out);
        }
      }
    });
  }

  #handled(piece: Buffer): readonly Buffer[] {
    if (piece[0] === interleaved) {
      return this.#hand.packet?.(piece) ?? [piece];
    }
    const text = piece.toString('latin1');
    return [Buffer.from(this.#hand.answer?.(text) ?? text, 'latin1')];
  }
}

/** Cuts what a well-behaved camera says into answers and packets. */
class Splitter {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const pieces: Buffer[] = [];
    for (let size = this.#nextSize(); size !== null; size = this.#nextSize()) {
      pieces.push(this.#rest.subarray(0, size));
      this.#rest = this.#rest.subarray(size);
    }
    return pieces;
  }

  /** Bytes of the first whole piece, null while it is not whole. */
  #nextSize(): number | null {
    if (this.#rest[0] === interleaved) {
      const size = this.#rest.length < 4 ? Infinity : 4 + this.#rest.readUInt16BE(2);
      return this.#rest.length < size ? null : size;
    }
    const head = this.#rest.indexOf(headerEnd);
    if (head === -1) {
      return null;
    }
    const text = this.#rest.toString('latin1', 0, head);
    const body = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
    const size = head + headerEnd.length + body;
    return this.#rest.length < size ? null : size;
  }
}
