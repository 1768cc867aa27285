/** RTSP cameras: the socket shell of the pure machine, the probe, and a small server to test with. */

export { clearAccessUnit } from './clear-maker.ts';
export { createRtspSource } from './create-rtsp-source.ts';
export { type ProbeOptions, type ProbeReport, probeStream } from './probe/probe-stream.ts';
export { type Clip, type ClipStreamOptions, clipStream, readClip } from './server/clip-stream.ts';
export type {
  RtspServer,
  RtspServerOptions,
  ServedFaults,
  ServedSink,
  ServedStream,
  ServedUnit,
} from './server/served-stream.ts';
export { startRtspServer } from './server/start-rtsp-server.ts';
