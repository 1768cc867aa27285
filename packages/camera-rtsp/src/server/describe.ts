/** The SDP of a served stream (RFC 4566, RFC 6184 section 8.2, RFC 7798 section 7.2). */

import { parameterSetType } from '@beffroi/picture';
import type { ServedStream } from './served-stream.ts';

export const videoPayloadType = 96;

export function describe(stream: ServedStream): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=Beffroi',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
  ];
  if (stream.faults?.withAudio === true) {
    lines.push('m=audio 0 RTP/AVP 8', 'a=rtpmap:8 PCMA/8000', 'a=control:trackID=1');
  }
  lines.push(
    `m=video 0 RTP/AVP ${videoPayloadType}`,
    `a=rtpmap:${videoPayloadType} ${stream.codec === 'h264' ? 'H264' : 'H265'}/90000`,
    `a=fmtp:${videoPayloadType} ${formatParameters(stream).join(';')}`,
    'a=control:trackID=0',
  );
  return `${lines.join('\r\n')}\r\n`;
}

function formatParameters(stream: ServedStream): string[] {
  const base64 = (type: number) =>
    stream.parameterSets
      .filter((nal) => parameterSetType(nal, stream.codec) === type)
      .map((nal) => Buffer.from(nal).toString('base64'))
      .join(',');
  if (stream.codec === 'h265') {
    const names = [
      ['sprop-vps', base64(32)],
      ['sprop-sps', base64(33)],
      ['sprop-pps', base64(34)],
    ] as const;
    return names.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${value}`);
  }
  const sps = stream.parameterSets.find((nal) => parameterSetType(nal, 'h264') === 7);
  const parameters = ['packetization-mode=1'];
  if (sps !== undefined) {
    const profile = Buffer.from(sps.subarray(1, 4)).toString('hex');
    parameters.push(`profile-level-id=${profile}`);
    parameters.push(`sprop-parameter-sets=${base64(7)},${base64(8)}`);
  }
  return parameters;
}
