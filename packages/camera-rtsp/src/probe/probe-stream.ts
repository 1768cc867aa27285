/**
 * Looks at a stream for a few seconds and says what it is, in figures and in plain words. Nothing
 * of the pictures is kept: they are measured and forgotten. Ends by itself, whatever the camera
 * does.
 */

import type { Chance, Clock, GapCause, GapNotice, StreamSource } from '@beffroi/office';
import {
  judgeStream,
  type ProbeFinding,
  type ProbeWish,
  type ProbeWords,
  profileNameOf,
  type VideoCodec,
} from '@beffroi/picture';
import { HostNames } from '../host-names.ts';
import { RtspRun } from '../rtsp-run.ts';
import { StreamGauge } from './stream-gauge.ts';

/** Same shape as the wire's `ProbeReport`; this room may not import it. */
export interface ProbeReport {
  url: string;
  reachable: boolean;
  server: string | null;
  transport: 'tcp' | 'udp' | null;
  codec: VideoCodec | null;
  profile: string | null;
  width: number | null;
  height: number | null;
  measuredFps: number | null;
  kbitPerSecond: number | null;
  gopSeconds: number | null;
  bFrames: boolean | null;
  audioDropped: boolean;
  senderReports: boolean | null;
  clockOffsetMs: number | null;
  firstPictureMs: number | null;
  findings: { rule: string | null; level: ProbeFinding['level']; words: ProbeWords }[];
}

export interface ProbeOptions extends ProbeWish {
  /** How long to measure once pictures come, 1 to 60. */
  readonly seconds: number;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** A camera that gives no picture for so long is told as it is. */
const firstPictureMsMax = 15_000;

/** Never rejects: what goes wrong is a finding. */
export async function probeStream(
  source: StreamSource,
  options: ProbeOptions,
): Promise<ProbeReport> {
  const { clock, chance } = options;
  const gauge = new StreamGauge();
  const startedMs = clock.monotonicMs();
  let firstPictureMs: number | null = null;
  let outage: GapNotice | undefined;
  const done = Promise.withResolvers<void>();
  const stops = [clock.after(firstPictureMsMax, () => done.resolve())];
  const run = new RtspRun(
    source,
    {
      format: (format) => {
        gauge.format = format;
      },
      accessUnit: (unit) => {
        if (firstPictureMs === null) {
          firstPictureMs = clock.monotonicMs() - startedMs;
          stops[0]?.();
          const measureMs = Math.min(60, Math.max(1, options.seconds)) * 1000;
          stops.push(clock.after(measureMs, () => done.resolve()));
        }
        gauge.add(unit);
      },
      gap: (notice) => {
        // Lost packets are part of the measure; anything else ends it.
        if (notice.cause !== 'packets-lost') {
          outage = notice;
          done.resolve();
        }
      },
    },
    { clock, chance, names: new HostNames(clock) },
  );
  await done.promise;
  const { facts, figures } = run;
  for (const stop of stops) {
    stop();
  }
  await run.close();
  return reportOf({ source, options, gauge, facts, figures, firstPictureMs, outage });
}

interface Observed {
  readonly source: StreamSource;
  readonly options: ProbeOptions;
  readonly gauge: StreamGauge;
  readonly facts: RtspRun['facts'];
  readonly figures: RtspRun['figures'];
  readonly firstPictureMs: number | null;
  readonly outage: GapNotice | undefined;
}

function reportOf(observed: Observed): ProbeReport {
  const { gauge, facts, figures, outage } = observed;
  const { format } = gauge;
  const seen = format !== undefined && gauge.pictures > 0;
  const audioDropped = facts.otherTracks.includes('audio');
  return {
    url: observed.source.url.replace(/\/\/[^/@]*@/, '//'),
    reachable: seen || (outage !== undefined && outage.cause !== 'camera-unreachable'),
    server: facts.server,
    transport: facts.transport,
    codec: format?.codec ?? null,
    profile: format === undefined ? null : profileNameOf(format.codecString),
    width: format?.width ?? null,
    height: format?.height ?? null,
    measuredFps: gauge.fps,
    kbitPerSecond: gauge.kbitPerSecond,
    gopSeconds: gauge.gopSeconds,
    bFrames: seen ? gauge.bFrames : null,
    audioDropped,
    senderReports: seen ? facts.hasReports : null,
    clockOffsetMs: figures.clockOffsetMs,
    firstPictureMs: observed.firstPictureMs,
    findings: [...outageFindings(observed), ...(seen ? streamFindings(observed) : [])],
  };
}

function streamFindings({ gauge, facts, figures, options }: Observed): ProbeFinding[] {
  return gauge.format === undefined
    ? []
    : judgeStream(
        {
          transport: facts.transport,
          codec: gauge.format.codec,
          width: gauge.format.width,
          height: gauge.format.height,
          measuredFps: gauge.fps,
          measuredSeconds: gauge.seconds,
          gopSeconds: gauge.gopSeconds,
          bFrames: gauge.bFrames,
          audioDropped: facts.otherTracks.includes('audio'),
          senderReports: facts.hasReports,
          clockOffsetMs: figures.clockOffsetMs,
          packetsLost: figures.packetsLost,
        },
        options,
      );
}

function wordsOf(cause: GapCause, { username }: StreamSource): ProbeWords | undefined {
  return cause === 'camera-refused-login' && username === null
    ? loginWanted
    : (causeWords[cause] ?? causeWords['camera-closed']);
}

function outageFindings({ outage, gauge, source }: Observed): ProbeFinding[] {
  if (outage !== undefined) {
    const words = wordsOf(outage.cause, source);
    const fr = `${words?.fr ?? ''} (Détail technique en anglais : ${outage.detail})`;
    return [
      { rule: null, level: 'fault', words: { fr, en: `${words?.en ?? ''} (${outage.detail})` } },
    ];
  }
  return gauge.pictures > 0
    ? []
    : [
        {
          rule: null,
          level: 'fault',
          words: {
            fr: "La caméra répond, mais aucune image n'est venue en 15 s. Vérifiez que le flux est activé et que l'intervalle d'images clés est court.",
            en: 'The camera answers, but no picture came within 15 s. Check that the stream is switched on and that key pictures are frequent.',
          },
        },
      ];
}

const loginWanted: ProbeWords = {
  fr: "La caméra demande un identifiant et un mot de passe : donnez ceux d'un compte RTSP créé sur la caméra.",
  en: 'The camera asks for a user name and a password: give those of an RTSP account made on the camera.',
};

const causeWords: Partial<Record<GapCause, ProbeWords>> = {
  'camera-unreachable': {
    fr: "La caméra ne répond pas : vérifiez l'adresse, le port, l'alimentation et le réseau.",
    en: 'The camera does not answer: check the address, the port, its power and the network.',
  },
  'camera-refused-login': {
    fr: "La caméra refuse l'identifiant ou le mot de passe : vérifiez le compte RTSP sur la caméra.",
    en: 'The camera refuses the user name or the password: check the RTSP account on the camera.',
  },
  'camera-refused-stream': {
    fr: "La caméra refuse ce flux : vérifiez le chemin de l'adresse et que le flux est activé.",
    en: "The camera refuses this stream: check the address's path and that the stream is enabled.",
  },
  'camera-closed': {
    fr: 'La caméra a coupé la connexion : trop de clients peut-être, ou un redémarrage.',
    en: 'The camera closed the connection: too many clients perhaps, or a restart.',
  },
  'camera-stalled': {
    fr: "La caméra ne répond pas à ce qu'on lui demande, ou n'envoie plus rien : vérifiez le port, redémarrez-la, puis vérifiez le réseau.",
    en: 'The camera leaves what it is asked unanswered, or sends nothing any more: check the port, restart it, then check the network.',
  },
  'camera-protocol-error': {
    fr: "Ce qui répond là ne parle pas un RTSP que l'on puisse suivre : vérifiez l'adresse et le port (554 le plus souvent), puis mettez le micrologiciel de la caméra à jour.",
    en: 'What answers there speaks no RTSP that can be followed: check the address and the port (mostly 554), then update the firmware of the camera.',
  },
  'camera-flood': {
    fr: 'La caméra envoie plus de 60 Mbit/s : réduisez son débit.',
    en: 'The camera sends more than 60 Mbit/s: lower its bit rate.',
  },
  'stream-unsupported': {
    fr: 'Ce flux ne peut pas être lu : choisissez H.264 (ou H.265) sur la caméra.',
    en: 'This stream can not be read: choose H.264 (or H.265) on the camera.',
  },
  'stream-undecodable': {
    fr: 'Aucune image ne sort de ce que la caméra envoie : remettez son flux en H.264, ou redémarrez-la.',
    en: 'What the camera sends makes no picture: set its stream to H.264 again, or restart it.',
  },
};
