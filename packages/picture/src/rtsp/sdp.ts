/**
 * Session descriptions (RFC 4566) as cameras write them: attributes in any order, twice, with
 * stray blanks, unknown media, parameter sets with start codes in them. Only what a video track
 * needs is read; audio and metadata are seen, named, and never asked for (VP-36).
 */

import type { VideoCodec } from '../access-unit.ts';
import { decodeBase64 } from '../bits/base64.ts';
import { trimmedNal } from '../nal.ts';

export interface SdpMedia {
  /** `video`, `audio`, `application`, as written. */
  readonly kind: string;
  readonly control: string | undefined;
  /** Null when the track is none we can receive. */
  readonly video: VideoTrack | null;
  /** Name of the encoding as written (`H264`, `PCMA`), null when the SDP says none. */
  readonly encoding: string | null;
}

export interface VideoTrack {
  readonly codec: VideoCodec;
  readonly clockRate: number;
  readonly payloadType: number;
  readonly parameterSets: readonly Uint8Array[];
  /** `a=framerate`, null without. */
  readonly fps: number | null;
}

export interface Sdp {
  /** `a=control` of the session. */
  readonly control: string | undefined;
  readonly media: readonly SdpMedia[];
}

const linesMax = 2000;
const mediaMax = 32;

interface Section {
  readonly kind: string;
  readonly payloadType: number;
  readonly attributes: (readonly [name: string, value: string])[];
}

/** Never fails: an SDP without a usable track has an empty `media`. */
export function parseSdp(text: string): Sdp {
  const session: Section = { kind: '', payloadType: -1, attributes: [] };
  const sections: Section[] = [];
  for (const line of text.split(/\r\n|\n|\r/).slice(0, linesMax)) {
    const media = /^m=\s*(\S+)\s+\S+\s+\S+\s+(\d+)?/.exec(line);
    if (media !== null && sections.length < mediaMax) {
      const payloadType = Number(media[2] ?? -1);
      sections.push({ kind: (media[1] ?? '').toLowerCase(), payloadType, attributes: [] });
    }
    const attribute = /^a=([^:\s]+)(?::(.*))?$/.exec(line.trimEnd());
    if (attribute !== null) {
      const pair = [(attribute[1] ?? '').toLowerCase(), (attribute[2] ?? '').trim()] as const;
      (sections.at(-1) ?? session).attributes.push(pair);
    }
  }
  return { control: attributeOf(session, 'control'), media: sections.map(readMedia) };
}

function readMedia(section: Section): SdpMedia {
  const control = attributeOf(section, 'control');
  const map = section.attributes
    .filter(([name]) => name === 'rtpmap')
    .map(([, value]) => /^(\d+)\s+([^/\s]+)(?:\/(\d+))?/.exec(value))
    .find((match) => match !== null && Number(match[1]) === section.payloadType);
  const encoding = map?.[2] ?? null;
  const codec = codecNamed(encoding);
  if (section.kind !== 'video' || codec === undefined) {
    return { kind: section.kind, control, video: null, encoding };
  }
  const clockRate = Number(map?.[3] ?? 90_000);
  const video = {
    codec,
    clockRate: clockRate >= 1000 && clockRate <= 1_000_000 ? clockRate : 90_000,
    payloadType: section.payloadType,
    parameterSets: parameterSetsOf(section, codec),
    fps: frameRateOf(section),
  };
  return { kind: section.kind, control, video, encoding };
}

function codecNamed(encoding: string | null): VideoCodec | undefined {
  switch (encoding?.toUpperCase()) {
    case 'H264':
      return 'h264';
    case 'H265':
    case 'HEVC':
      return 'h265';
    default:
      return undefined;
  }
}

function parameterSetsOf(section: Section, codec: VideoCodec): Uint8Array[] {
  const names =
    codec === 'h264' ? ['sprop-parameter-sets'] : ['sprop-vps', 'sprop-sps', 'sprop-pps'];
  const texts = section.attributes
    .filter(([name]) => name === 'fmtp')
    .flatMap(([, value]) => value.replace(/^\d+\s*/, '').split(';'))
    .flatMap((parameter) => {
      const equals = parameter.indexOf('=');
      const name = parameter.slice(0, equals).trim().toLowerCase();
      return names.includes(name) ? parameter.slice(equals + 1).split(',') : [];
    });
  return texts
    .slice(0, 16)
    .map((text) => trimmedNal(decodeBase64(text.trim())))
    .filter((nal) => nal.length > 2);
}

/** The last rate that is one: a camera was seen to write `0S` first and `25` after it. */
function frameRateOf(section: Section): number | null {
  const rates = section.attributes
    .filter(([name]) => name === 'framerate')
    .map(([, value]) => Number(value))
    .filter((fps) => fps >= 0.1 && fps <= 240);
  return rates.at(-1) ?? null;
}

function attributeOf(section: Section, name: string): string | undefined {
  return section.attributes.find(([other]) => other === name)?.[1];
}
