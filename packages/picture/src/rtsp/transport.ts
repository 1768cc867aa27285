/** The `Transport` and `Session` headers of a SETUP answer (RFC 2326 sections 12.39, 12.37). */

export type Transport =
  | { readonly kind: 'tcp'; readonly rtpChannel: number; readonly rtcpChannel: number }
  | {
      readonly kind: 'udp';
      /** Host that sends, when it isn't the camera's own address. */
      readonly source: string | null;
      readonly rtpPort: number | null;
      readonly rtcpPort: number | null;
    };

/** What a camera answered; an absent header over TCP is taken as agreement. */
export function readTransport(header: string | undefined): Transport {
  const text = header ?? 'RTP/AVP/TCP;interleaved=0-1';
  const channels = /interleaved\s*=\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?/i.exec(text);
  if (channels !== null || /RTP\/AVP\/TCP/i.test(text)) {
    const rtpChannel = Number(channels?.[1] ?? 0) & 255;
    return { kind: 'tcp', rtpChannel, rtcpChannel: Number(channels?.[2] ?? rtpChannel + 1) & 255 };
  }
  const ports = /server_port\s*=\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?/i.exec(text);
  return {
    kind: 'udp',
    source: /source\s*=\s*([0-9a-f.:]+)/i.exec(text)?.[1] ?? null,
    rtpPort: portOf(ports?.[1]),
    rtcpPort: portOf(ports?.[2]),
  };
}

export interface SessionHeader {
  readonly id: string;
  /** 60 s unless the camera says otherwise (RFC 2326 section 12.37). */
  readonly timeoutSeconds: number;
}

export function readSession(header: string | undefined): SessionHeader | undefined {
  const match = /^\s*([^;\s]+)/.exec(header ?? '');
  if (match === null) {
    return undefined;
  }
  const seconds = Number(/timeout\s*=\s*(\d{1,6})/i.exec(header ?? '')?.[1] ?? 60);
  return { id: match[1] ?? '', timeoutSeconds: Math.min(3600, Math.max(4, seconds)) };
}

function portOf(text: string | undefined): number | null {
  const port = Number(text ?? 0);
  return port >= 1 && port <= 65_535 ? port : null;
}
