/**
 * Figures for Prometheus: of the process, and of what this room sends, drops and cuts. Counts only:
 * no person, no camera name, nothing that was seen.
 */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LiveFigures } from '../live/live-gateway.ts';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  request(method: string, route: string, status: number, seconds: number): void;
}

/** `live` and `recorders` are read when somebody asks for the figures. */
export function createMetrics(live: () => LiveFigures, recorders: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('beffroi_recorders_connected', 'Recorders that are linked now', recorders);
  gauge('beffroi_live_viewers', 'Live sockets open', () => live().viewers);
  gauge('beffroi_live_tiles', 'Tiles open on live sockets', () => live().tiles);
  gauge('beffroi_live_feeds', 'Camera streams asked of recorders', () => live().feeds);
  const dropped = new Counter({
    name: 'beffroi_live_dropped_pictures_total',
    help: 'Pictures not sent to viewers that were too slow',
    registers,
    collect() {
      this.reset();
      this.inc(live().droppedPictures);
    },
  });
  const cuts = new Counter({
    name: 'beffroi_live_cuts_total',
    help: 'Ends of a right, by how the viewer took it',
    labelNames: ['how'],
    registers,
    collect() {
      this.reset();
      this.inc({ how: 'told' }, live().cuts);
      this.inc({ how: 'reset' }, live().resets);
    },
  });
  const requests = new Histogram({
    name: 'beffroi_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 30],
    registers,
  });
  dropped.inc(0);
  cuts.inc({ how: 'told' }, 0);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
  };
}
