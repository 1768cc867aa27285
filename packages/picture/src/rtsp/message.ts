/**
 * An RTSP message, request or answer (RFC 2326 section 4). Header names are kept in lower case;
 * a header may come several times (WWW-Authenticate does). Reading is tolerant where cameras are
 * careless and never throws.
 */

export interface RtspMessage {
  /** `RTSP/1.0 200 OK` or `OPTIONS rtsp://... RTSP/1.0`. */
  readonly startLine: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
}

/** `head` is the text before the blank line. */
export function readRtspHead(head: string): Omit<RtspMessage, 'body'> {
  const [startLine = '', ...lines] = head.split(/\r?\n/);
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      const name = line.slice(0, colon).trim().toLowerCase();
      headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
    }
  }
  return { startLine: startLine.trim(), headers };
}

/** First value of a header, undefined when it is absent. */
export function headerOf(
  message: Pick<RtspMessage, 'headers'>,
  lowerName: string,
): string | undefined {
  return message.headers.get(lowerName)?.[0];
}

/** Status of an answer; undefined of a request or nonsense. */
export function statusOf(message: Pick<RtspMessage, 'startLine'>): number | undefined {
  const match = /^RTSP\/\d\.\d\s+(\d{3})/i.exec(message.startLine);
  return match === null ? undefined : Number(match[1]);
}

/** A header's value with nothing in it that could begin another line of the message. */
export function headerSafe(value: string): string {
  return value.replace(/[\r\n\0]/g, '');
}
