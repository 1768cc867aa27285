/**
 * What our small RTSP server serves: a stream gives its parameter sets and pushes access units to
 * whoever plays it. Faults are part of the contract, because the server exists for simulated
 * towns, benchmarks and fault tests: a stream that lies, hangs or floods is one line of data.
 */

import type { AccessUnit, VideoCodec } from '@beffroi/picture';

export type ServedUnit = Pick<AccessUnit, 'key' | 'data' | 'ticks'> & {
  /** Presentation time where it differs from the decode time `ticks` (B-frames). */
  readonly presentationTicks?: number;
};

/** One playing client of a stream. */
export interface ServedSink {
  /** Sends one coded picture (4-byte lengths, with or without parameter sets inside). */
  accessUnit(unit: ServedUnit): void;
  /** Ends this client's connection at once. */
  close(): void;
}

export interface ServedStream {
  readonly codec: VideoCodec;
  /** For the SDP: VPS (H.265), SPS, PPS. Empty: in-band only, and the SDP says nothing. */
  readonly parameterSets: readonly Uint8Array[];
  /** Called at each PLAY; the answer stops it (client gone, TEARDOWN, server closed). */
  play(sink: ServedSink): () => void;
  readonly faults?: ServedFaults;
}

/** Misbehaviour on purpose; nothing by default. Times count from PLAY. */
export interface ServedFaults {
  /** Cuts the connection after so many milliseconds. */
  readonly dropAfterMs?: number;
  /** Stops sending pictures after so many milliseconds, keeps the connection. */
  readonly hangAfterMs?: number;
  /** Never answers this request. */
  readonly hangOn?: 'OPTIONS' | 'DESCRIBE' | 'SETUP' | 'PLAY';
  /** Share (0 to 1) of RTP packets that are overwritten in eight places. */
  readonly garbledShare?: number;
  /** Share (0 to 1) of pictures before which 200 random bytes stand on the socket. */
  readonly strayShare?: number;
  /** Share (0 to 1) of RTP packets never sent. */
  readonly lostShare?: number;
  /** No RTCP sender reports. */
  readonly noReports?: boolean;
  /** The camera's clock is so many milliseconds fast (negative: slow). */
  readonly clockSkewMs?: number;
  /** RTP timestamp of tick 0 (to start just before the wrap). */
  readonly firstTimestamp?: number;
  /** Answers every SETUP over TCP with 461, so that the client must use UDP. */
  readonly refuseTcp?: boolean;
  /** No picture carries the marker bit. */
  readonly noMarker?: boolean;
  /** Adds an audio track to the SDP; a SETUP of it is counted in `audioSetups`. */
  readonly withAudio?: boolean;
}

export interface RtspServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** PEM key and certificate: the server then speaks rtsps only. */
  readonly tls?: { readonly keyPem: string; readonly certificatePem: string };
  /** Digest algorithm asked for; `basic` asks for Basic. Default `md5`. */
  readonly authentication?: 'md5' | 'sha-256' | 'basic';
  /** The stream of a path (`/porte-nord/main`, query included), null answers 404. */
  readonly streams: (path: string) => ServedStream | null;
}

export interface RtspServer {
  readonly port: number;
  /** Clients that play now. */
  readonly clients: number;
  /** SETUP requests for audio seen since the start: a client of ours must leave it at 0 (VP-36). */
  readonly audioSetups: number;
  /** Pictures not sent because a client read too slowly. */
  readonly dropped: number;
  /** Cuts every connection, keeps listening: a camera's power cut. */
  cutClients(): void;
  close(): Promise<void>;
}
