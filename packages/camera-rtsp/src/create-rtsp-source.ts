/** The RTSP adapter of the port `MediaSource`: what an app makes once and asks for runs. */

import type { Chance, Clock, MediaSource } from '@beffroi/office';
import { HostNames } from './host-names.ts';
import { RtspRun } from './rtsp-run.ts';

/** Runs never throw and never end by themselves; close each. */
export function createRtspSource(world: {
  readonly clock: Clock;
  readonly chance: Chance;
}): MediaSource {
  const names = new HostNames(world.clock);
  return { run: (source, sink) => new RtspRun(source, sink, { ...world, names }) };
}
