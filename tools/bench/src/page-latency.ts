/**
 * Runs inside the console's own page: reads the time that the clock camera drew into each picture,
 * as soon as the browser hands the decoded picture to the page. Sent to the browser as source text,
 * so it uses nothing from outside.
 */

import type { Page } from 'playwright-core';

export interface PageLatency {
  /** Milliseconds from the camera's clock to the page, one per picture read. */
  readonly latenciesMs: readonly number[];
  readonly unreadable: number;
}

/** Reads every `each`-th picture of every video on the page for so many seconds. */
export function readLatencies(page: Page, seconds: number, each: number): Promise<PageLatency> {
  return page.evaluate(`(${measure.toString()})(${seconds}, ${each})`);
}

interface FrameVideo {
  readonly videoWidth: number;
  requestVideoFrameCallback(shown: () => void): void;
}

interface Strip {
  width: number;
  height: number;
  getContext(
    kind: '2d',
    options: object,
  ): {
    drawImage(video: FrameVideo, ...numbers: number[]): void;
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array };
  };
}

interface PageDocument {
  querySelectorAll(selector: string): Iterable<FrameVideo>;
}

async function measure(seconds: number, each: number): Promise<PageLatency> {
  const bits = 32;
  const latenciesMs: number[] = [];
  let unreadable = 0;
  const globals = globalThis as unknown as {
    document: PageDocument;
    OffscreenCanvas: new (width: number, height: number) => Strip;
  };
  const untilMs = performance.now() + seconds * 1000;
  for (const video of globals.document.querySelectorAll('video')) {
    const strip = new globals.OffscreenCanvas(64, 4);
    const context = strip.getContext('2d', { willReadFrequently: true });
    let seen = 0;
    const shown = (): void => {
      const nowMs = performance.timeOrigin + performance.now();
      seen += 1;
      if (seen % each === 0 && video.videoWidth > 0) {
        const width = video.videoWidth;
        const rowLines = Math.floor(width / bits / 2) * 2;
        strip.width = width;
        strip.height = rowLines * 2;
        context.drawImage(video, 0, 0, width, rowLines * 2, 0, 0, width, rowLines * 2);
        const { data } = context.getImageData(0, 0, width, rowLines * 2);
        let value = 0;
        for (let bit = 0; bit < bits && value >= 0; bit++) {
          const column = Math.floor(((bit + 0.5) * width) / bits);
          const upper = data[(Math.floor(rowLines / 2) * width + column) * 4] ?? 0;
          const lower = data[(Math.floor(rowLines * 1.5) * width + column) * 4] ?? 0;
          value = Math.abs(upper - lower) < 70 ? -1 : value * 2 + (upper > lower ? 1 : 0);
        }
        if (value < 0) {
          unreadable += 1;
        } else {
          latenciesMs.push((nowMs - value) % 2 ** bits);
        }
      }
      if (performance.now() < untilMs) {
        video.requestVideoFrameCallback(shown);
      }
    };
    video.requestVideoFrameCallback(shown);
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 200));
  return { latenciesMs, unreadable };
}
