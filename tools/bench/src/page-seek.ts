/**
 * Runs inside the console's own page: asks for GOPs over the live socket, as the player does, and
 * decodes each up to the exact picture. Sent to the browser as source text.
 */

import type { Page } from 'playwright-core';

export interface Target {
  readonly cameraId: string;
  readonly atMs: number;
}

export interface Seek {
  readonly gopMs: number;
  readonly pictureMs: number;
  /** Time of the picture shown minus the time asked for. */
  readonly offMs: number;
}

export function seekInPage(
  page: Page,
  viewingId: string,
  targets: readonly Target[],
): Promise<Seek[]> {
  const script = `(${seekAll.toString()})(${JSON.stringify(viewingId)}, ${JSON.stringify(targets)})`;
  return page.evaluate<Seek[]>(script);
}

interface Browserish {
  readonly location: { readonly host: string; readonly protocol: string };
  readonly WebSocket: new (
    url: string,
  ) => {
    binaryType: string;
    onopen: () => void;
    onmessage: (event: { data: string | ArrayBuffer }) => void;
    send(text: string): void;
    close(): void;
  };
  readonly VideoDecoder: new (events: {
    output: (frame: { timestamp: number; close(): void }) => void;
    error: (error: Error) => void;
  }) => {
    configure(configuration: object): void;
    decode(chunk: object): void;
    flush(): Promise<void>;
    close(): void;
  };
  readonly EncodedVideoChunk: new (parts: object) => object;
}

async function seekAll(viewingId: string, targets: readonly Target[]): Promise<Seek[]> {
  const headerBytes = 40;
  const web = globalThis as unknown as Browserish;
  const scheme = web.location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new web.WebSocket(`${scheme}://${web.location.host}/api/live`);
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve) => {
    socket.onopen = resolve;
  });
  const found: Seek[] = [];
  for (const [request, target] of targets.entries()) {
    const startedMs = performance.now();
    const pictures: { key: boolean; atMs: number; data: Uint8Array }[] = [];
    const codec = await new Promise<string>((resolve, reject) => {
      let wanted = -1;
      let name = '';
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') {
          const message = JSON.parse(data);
          if (message.type === 'gop' && message.request === request) {
            if (message.gop === null) {
              reject(new Error(`no picture at ${target.atMs}: ${data}`));
              return;
            }
            wanted = message.gop.pictures;
            name = message.gop.codec;
          }
        } else {
          const view = new DataView(data);
          pictures.push({
            key: (view.getUint8(1) & 1) === 1,
            atMs: view.getFloat64(16),
            data: new Uint8Array(data, headerBytes),
          });
        }
        if (pictures.length === wanted) {
          resolve(name);
        }
      };
      const { cameraId, atMs } = target;
      const ask = { type: 'gop', channel: 9, request, viewingId, cameraId, atMs };
      socket.send(JSON.stringify({ ...ask, choice: 'containing', keyOnly: false }));
    });
    const gopMs = performance.now() - startedMs;
    const upTo = pictures.filter((one) => one.key || one.atMs <= target.atMs);
    let lastMs = 0;
    const decoder = new web.VideoDecoder({
      output: (frame) => {
        lastMs = frame.timestamp / 1000;
        frame.close();
      },
      error: (error) => {
        throw error;
      },
    });
    decoder.configure({ codec, optimizeForLatency: true, hardwareAcceleration: 'prefer-software' });
    const firstMs = pictures[0]?.atMs ?? 0;
    for (const { key, atMs, data } of upTo) {
      const timestamp = (atMs - firstMs) * 1000;
      decoder.decode(new web.EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp, data }));
    }
    await decoder.flush();
    decoder.close();
    const pictureMs = performance.now() - startedMs;
    found.push({ gopMs, pictureMs, offMs: firstMs + lastMs - target.atMs });
  }
  socket.close();
  return found;
}
