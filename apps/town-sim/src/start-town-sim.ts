/**
 * A small French town with six cameras over real RTSP, for the demonstration and the tests. It
 * begins to listen at once and serves each camera as soon as the first seconds of its loop are drawn
 * (or the whole is read from the cache); a camera that is not ready answers 404, as one that boots.
 */

import { mkdir } from 'node:fs/promises';
import { type ServedStream, startRtspServer } from '@beffroi/camera-rtsp';
import { messageOf } from '@beffroi/kernel';
import { simulatedCameras } from './cameras.ts';
import { loadLoops } from './loop/loop-cache.ts';
import type { CameraLoop } from './loop/loop-file.ts';
import { replay } from './loop/replay.ts';

export interface TownSimOptions {
  /** Where loops are kept between starts; made when missing. */
  readonly cacheDirectory: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** One sentence for each thing that happens. */
  readonly log: (sentence: string) => void;
}

export interface TownSimCamera {
  readonly key: string;
  readonly mainUrl: string;
  readonly subUrl: string;
}

export interface TownSim {
  readonly port: number;
  readonly cameras: readonly TownSimCamera[];
  /** Resolves when every camera serves its whole loop; rejects when one could not be drawn. */
  readonly allReady: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the town; resolves once it listens. */
export async function startTownSim(options: TownSimOptions): Promise<TownSim> {
  const streams = new Map<string, ServedStream>();
  const startedMs = performance.now();
  await mkdir(options.cacheDirectory, { recursive: true });
  const server = await startRtspServer({
    host: options.host,
    port: options.port,
    credentials: null,
    streams: (path) => streams.get(path) ?? null,
  });
  const stopping = new AbortController();
  const keys = simulatedCameras.map(({ key }) => key);
  const loops = new Map<string, CameraLoop>();
  const allReady = loadLoops(options.cacheDirectory, keys, stopping.signal, (key, loop) => {
    const isFirst = !loops.has(key);
    loops.set(key, loop);
    if (isFirst) {
      const { ticksPerPicture } = loop;
      const current = () => loops.get(key) ?? loop;
      streams.set(
        `/${key}/main`,
        replay(() => current().main, ticksPerPicture, startedMs),
      );
      streams.set(
        `/${key}/sub`,
        replay(() => current().sub, ticksPerPicture, startedMs),
      );
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      options.log(`camera ${key} serves after ${seconds} s`);
    }
  });
  allReady.catch((thrown: unknown) => {
    if (!stopping.signal.aborted) {
      options.log(`the simulated town is not whole: ${messageOf(thrown)}`);
    }
  });
  return {
    port: server.port,
    cameras: keys.map((key) => camera(options.host, server.port, key)),
    allReady,
    async stop() {
      stopping.abort();
      await server.close();
    },
  };
}

function camera(host: string, port: number, key: string): TownSimCamera {
  const base = `rtsp://${host}:${port}/${key}`;
  return { key, mainUrl: `${base}/main`, subUrl: `${base}/sub` };
}
