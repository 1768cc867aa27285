/**
 * RTSP addresses as texts (RFC 2326 section 3.2), without the platform's URL, and the addresses
 * that an SDP's `a=control` means. Cameras write bases with queries and controls of every kind;
 * joining as live555 and ffmpeg do (base, slash, control) is what cameras are tested with.
 */

export interface RtspAddress {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** As it goes on the request line: no user information. */
  readonly url: string;
}

/** Undefined when it is no rtsp address or carries user information, which has no place in it. */
export function parseRtspUrl(text: string): RtspAddress | undefined {
  const match = /^(rtsps?):\/\/(\[[0-9a-f:.]+\]|[^/?#:@\s]+)(?::(\d{1,5}))?([/?][^#\s]*)?$/i.exec(
    text,
  );
  if (match === null) {
    return undefined;
  }
  const [, scheme = '', host = '', portText, path = ''] = match;
  const secure = scheme.toLowerCase() === 'rtsps';
  const port = portText === undefined ? (secure ? 322 : 554) : Number(portText);
  if (port < 1 || port > 65_535) {
    return undefined;
  }
  const shownPort = portText === undefined ? '' : `:${portText}`;
  const url = `${scheme.toLowerCase()}://${host}${shownPort}${path}`;
  return { secure, host: host.replace(/^\[|\]$/g, ''), port, url };
}

/** The address that a control attribute means below a base. */
export function controlUrl(base: string, control: string | undefined): string {
  const trimmed = control?.trim() ?? '*';
  if (trimmed === '*' || trimmed === '') {
    return base;
  }
  if (/^rtsps?:\/\//i.test(trimmed)) {
    return trimmed;
  }
  const relative = trimmed.replace(/^\//, '');
  return base.endsWith('/') ? `${base}${relative}` : `${base}/${relative}`;
}
