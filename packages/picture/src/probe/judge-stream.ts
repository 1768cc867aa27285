/**
 * Says in plain words what a stream is worth: whether it meets the order of 3 August 2007 (size by
 * framing, VP-66; real pictures a second, VP-67) and what to change on the camera. Pure: figures
 * in, findings out, in the order in which a technician should read them.
 */

import type { VideoCodec } from '../access-unit.ts';

export interface ProbeWords {
  readonly fr: string;
  readonly en: string;
}

export interface ProbeFinding {
  /** The rule that asks for it, null for advice of craft. */
  readonly rule: string | null;
  readonly level: 'good' | 'advice' | 'fault';
  readonly words: ProbeWords;
}

export interface StreamMeasure {
  readonly transport: 'tcp' | 'udp' | null;
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** Pictures a second by the stream's own clock; null when fewer than two came. */
  readonly measuredFps: number | null;
  readonly measuredSeconds: number;
  /** Median seconds between key pictures; null when no second one came. */
  readonly gopSeconds: number | null;
  readonly bFrames: boolean;
  readonly audioDropped: boolean;
  readonly senderReports: boolean;
  readonly clockOffsetMs: number | null;
  readonly packetsLost: number;
}

export interface ProbeWish {
  readonly framing: 'narrow' | 'wide';
  readonly fastFlow: boolean;
}

/** Smallest stored picture by framing, pixels (order of 3 August 2007, VP-66). */
export const orderedSizes = {
  narrow: { width: 704, height: 576 },
  wide: { width: 352, height: 288 },
} as const;

/** Least real pictures a second (VP-67). */
export const orderedRates = { fastFlow: 12, otherwise: 6 } as const;

const gopSecondsMax = 4;
/** Under so much nearly every picture is a key picture. */
const gopSecondsMin = 0.1;
const clockOffsetMsMax = 1_000;
/** A measure over some seconds may be a picture short. */
const rateTolerance = 0.98;

export function judgeStream(measure: StreamMeasure, wish: ProbeWish): ProbeFinding[] {
  return [
    judgeSize(measure, wish),
    judgeRate(measure, wish),
    judgeGop(measure),
    ...judgeCodec(measure),
    ...judgeClock(measure),
    ...judgeTransport(measure),
  ];
}

function judgeSize(measure: StreamMeasure, wish: ProbeWish): ProbeFinding {
  const least = orderedSizes[wish.framing];
  // A camera mounted upright turns its picture by a quarter: the sides count, not their names.
  const long = Math.max(measure.width, measure.height);
  const short = Math.min(measure.width, measure.height);
  const meets = long >= least.width && short >= least.height;
  const size = `${measure.width} x ${measure.height}`;
  const [frenchPlan, englishPlan] =
    wish.framing === 'narrow' ? ['étroit', 'narrow'] : ['large', 'wide'];
  return {
    rule: 'VP-66',
    level: meets ? 'good' : 'fault',
    words: meets
      ? {
          fr: `Image de ${size} : conforme pour un plan ${frenchPlan}.`,
          en: `Picture of ${size}: large enough for a ${englishPlan} framing.`,
        }
      : {
          fr: `Image de ${size} : trop petite pour un plan ${frenchPlan}, il faut au moins ${least.width} x ${least.height}. Augmentez la définition du flux sur la caméra.`,
          en: `Picture of ${size}: too small for a ${englishPlan} framing, at least ${least.width} x ${least.height} is needed. Raise the stream's size on the camera.`,
        },
  };
}

function judgeRate(measure: StreamMeasure, wish: ProbeWish): ProbeFinding {
  const fast = wish.framing === 'narrow' && wish.fastFlow;
  const least = fast ? orderedRates.fastFlow : orderedRates.otherwise;
  const fps = measure.measuredFps ?? 0;
  const shown = fps.toFixed(1);
  const meets = fps >= least * rateTolerance;
  return {
    rule: 'VP-67',
    level: meets ? 'good' : 'fault',
    words: meets
      ? {
          fr: `${french(shown)} images par seconde mesurées, ${least} demandées : conforme.`,
          en: `${shown} pictures a second measured, ${least} needed: enough.`,
        }
      : {
          fr: `${french(shown)} images par seconde mesurées : il en faut ${least}. Augmentez la cadence sur la caméra, et vérifiez qu'elle la tient la nuit (obturateur lent).`,
          en: `${shown} pictures a second measured: ${least} are needed. Raise the rate on the camera, and check that it holds at night (slow shutter).`,
        },
  };
}

function judgeGop(measure: StreamMeasure): ProbeFinding {
  const seconds = measure.gopSeconds;
  const shown = (seconds ?? measure.measuredSeconds).toFixed(1);
  if (seconds !== null && seconds < gopSecondsMin) {
    return finding(
      'advice',
      "Presque toutes les images sont des images clés : le flux et le disque coûtent plusieurs fois plus cher qu'il ne faut. Réglez l'intervalle (GOP, « I-frame interval ») à 1 ou 2 s.",
      'Nearly every picture is a key picture: stream and disk cost several times what they need to. Set the interval (GOP, I-frame interval) to 1 or 2 s.',
    );
  }
  if (seconds !== null && seconds <= gopSecondsMax) {
    return finding(
      'good',
      `Une image clé toutes les ${french(shown)} s.`,
      `A key picture every ${shown} s.`,
    );
  }
  const [frenchFact, englishFact] =
    seconds === null
      ? [
          `Pas de seconde image clé en ${french(shown)} s`,
          `No second key picture within ${shown} s`,
        ]
      : [
          `Une image clé toutes les ${french(shown)} s, c'est long`,
          `A key picture every ${shown} s`,
        ];
  return finding(
    'advice',
    `${frenchFact} : une coupure perd tout jusqu'à la suivante et l'image met autant à s'ouvrir. Réglez l'intervalle (GOP, « I-frame interval ») à 1 ou 2 s et désactivez le codec « smart » ou « plus ».`,
    `${englishFact}: that is long, a cut loses everything up to the next one, and a tile takes as long to open. Set the interval (GOP, I-frame interval) to 1 or 2 s and switch "smart" or "plus" codecs off.`,
  );
}

function judgeCodec(measure: StreamMeasure): ProbeFinding[] {
  const findings: ProbeFinding[] = [];
  if (measure.bFrames) {
    findings.push(
      finding(
        'advice',
        'Le flux contient des images B : le direct prend du retard et le pas à pas est moins exact. Choisissez le profil « Baseline » ou mettez le nombre d’images B à 0.',
        'The stream has B-frames: live lags and stepping is less exact. Choose the Baseline profile or set the number of B-frames to 0.',
      ),
    );
  }
  if (measure.codec === 'h265') {
    findings.push(
      finding(
        'advice',
        'Flux H.265 : enregistré tel quel, mais peu de navigateurs le montrent. Réglez le flux secondaire en H.264 pour le mur.',
        'H.265 stream: recorded as it is, but few browsers show it. Set the sub-stream to H.264 for the wall.',
      ),
    );
  }
  if (measure.audioDropped) {
    findings.push({
      rule: 'VP-36',
      level: 'advice',
      words: {
        fr: 'La caméra propose du son : il n’est ni demandé ni enregistré. Coupez le microphone sur la caméra.',
        en: 'The camera offers sound: it is neither asked for nor recorded. Switch the microphone off on the camera.',
      },
    });
  }
  return findings;
}

function judgeClock(measure: StreamMeasure): ProbeFinding[] {
  if (!measure.senderReports || measure.clockOffsetMs === null) {
    return [
      finding(
        'advice',
        "La caméra ne donne pas son heure (aucun rapport RTCP) : l'heure d'arrivée est retenue. Mettez son micrologiciel à jour ou activez RTCP.",
        'The camera does not give its time (no RTCP report): the time of arrival is kept. Update its firmware or switch RTCP on.',
      ),
    ];
  }
  const seconds = (Math.abs(measure.clockOffsetMs) / 1000).toFixed(1);
  if (Math.abs(measure.clockOffsetMs) <= clockOffsetMsMax) {
    return [
      finding('good', "L'horloge de la caméra est à l'heure.", "The camera's clock is right."),
    ];
  }
  const [frenchWay, englishWay] =
    measure.clockOffsetMs > 0 ? ['avance', 'fast'] : ['retarde', 'slow'];
  return [
    finding(
      'advice',
      `L'horloge de la caméra ${frenchWay} de ${french(seconds)} s : réglez son serveur NTP sur celui du centre.`,
      `The camera's clock is ${seconds} s ${englishWay}: set its NTP server to the centre's.`,
    ),
  ];
}

function judgeTransport(measure: StreamMeasure): ProbeFinding[] {
  const findings: ProbeFinding[] = [];
  if (measure.transport === 'udp') {
    findings.push(
      finding(
        'advice',
        'La caméra refuse TCP, les images passent par UDP : un réseau chargé en perdra. Autorisez « RTP over RTSP (TCP) » sur la caméra.',
        'The camera refuses TCP, pictures come over UDP: a busy network will lose some. Allow "RTP over RTSP (TCP)" on the camera.',
      ),
    );
  }
  if (measure.packetsLost > 0) {
    findings.push(
      finding(
        'advice',
        `${measure.packetsLost} paquets perdus pendant la mesure : vérifiez le lien réseau et le débit de la caméra.`,
        `${measure.packetsLost} packets lost during the measure: check the network link and the camera's bit rate.`,
      ),
    );
  }
  return findings;
}

function finding(level: ProbeFinding['level'], fr: string, en: string): ProbeFinding {
  return { rule: null, level, words: { fr, en } };
}

function french(figure: string): string {
  return figure.replace('.', ',');
}
