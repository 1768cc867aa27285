/** What the RTSP machine asks its shell to do, and the causes it can fail with. */

import type { VideoTrack } from './sdp.ts';

/** The causes of `GapCause` that a session can end with, in the same words. */
export type RtspFailureCause =
  | 'camera-refused-login'
  | 'camera-refused-stream'
  | 'camera-closed'
  | 'camera-stalled'
  | 'camera-protocol-error'
  | 'stream-unsupported';

export type RtspAction =
  | { readonly kind: 'send'; readonly text: string }
  /** The track that will play; said once, before its first packet. */
  | { readonly kind: 'track'; readonly track: VideoTrack; readonly otherTracks: readonly string[] }
  | { readonly kind: 'rtp' | 'rtcp'; readonly bytes: Uint8Array }
  /** The camera refuses TCP: bind two UDP ports and call `udpReady`. */
  | { readonly kind: 'need-udp' }
  /** Where the camera's UDP packets come from; null where it didn't say. */
  | {
      readonly kind: 'udp-peer';
      readonly source: string | null;
      readonly rtpPort: number | null;
      readonly rtcpPort: number | null;
    }
  | { readonly kind: 'playing' }
  /** Connect there instead; the same host only. */
  | { readonly kind: 'redirect'; readonly url: string }
  /** The end of this session; `detail` is one English sentence without credentials. */
  | { readonly kind: 'failed'; readonly cause: RtspFailureCause; readonly detail: string };
